import Database
import Messages
import Vocabulary

@testable import Messaging

/// Parked lanes.
extension TransactionModel {
    func parkedLanes(among keys: Set<String>) async throws -> [String: LaneState] {
        try await statement("lanes")
        var states: [String: LaneState] = [:]
        for key in keys.sorted() where model.lanes.read(key, by: id) != nil {
            try await lock(model.lanes.lock(key), exclusive: false)
            if let lane = model.lanes.read(key, by: id) { states[key] = lane.state }
        }
        return model.flaw == .overtakesParked ? [:] : states
    }

    func parkingOverflow(
        of messages: [ParkedMessage],
        into known: Set<String>,
        policy: ParkingPolicy
    ) async throws -> [TopicPartition: Int64] {
        [:]
    }

    func park(_ changes: InboxChanges) async throws {
        for key in Set(changes.parked.map(\.key)).sorted() {
            try await lock(model.lanes.lock(key))
            guard model.lanes.read(key, by: id) == nil else { continue }
            let pause = changes.policy.pause(afterFailures: 0, key: key)
            let lane = ServiceModel.ParkedLane(
                state: changes.dead.contains(key) ? .dead : .waiting,
                next: model.outbox.clock + pause.wholeMicroseconds
            )
            model.lanes.write(key, lane, by: id)
        }
        for message in changes.parked {
            let row = ServiceModel.ParkedRow(key: message.key, record: message.record)
            model.parked.write(model.nextPosition(), row, by: id)
        }
    }

    func beginLaneTry(by process: UniqueID, except left: Set<String>) async throws -> BegunTry? {
        try await statement("beginTry")
        let due = model.lanes.keys(for: id).compactMap { key in model.lanes.read(key, by: id).map { (key, $0) } }
            .filter { $1.state == .waiting && $1.next <= model.outbox.clock && !left.contains($0) }
            .sorted { ($0.1.next, $0.0) < ($1.1.next, $1.0) }
        for (key, lane) in due {
            guard model.locks.tryAcquire(model.lanes.lock(key), exclusive: true, by: id) else { continue }
            var begun = lane
            if let before = lane.triedBy, before != process { begun.crashes += 1 }
            begun.triedBy = process
            begun.next = model.outbox.clock + 60_000_000
            model.lanes.write(key, begun, by: id)
            return BegunTry(key: key, crashes: begun.crashes)
        }
        return nil
    }

    func lockLane(_ key: String, triedBy process: UniqueID) async throws -> Bool {
        try await statement("lockLane")
        guard model.lanes.read(key, by: id) != nil else { return false }
        try await lock(model.lanes.lock(key))
        guard let lane = model.lanes.read(key, by: id) else { return false }
        return lane.triedBy == process && lane.state == .waiting
    }

    func releaseLanes(_ keys: [String], triedBy process: UniqueID) async throws {
        try await statement("release")
        for key in keys.sorted() where model.lanes.read(key, by: id) != nil {
            try await lock(model.lanes.lock(key))
            guard var lane = model.lanes.read(key, by: id), lane.triedBy == process else { continue }
            (lane.triedBy, lane.next) = (nil, model.outbox.clock)
            model.lanes.write(key, lane, by: id)
        }
    }

    func parkedMessages(of key: String, atMost limit: Int) async throws -> [WaitingMessage] {
        try await statement("parked")
        let limit = min(limit, 3)  // short slices, so that their borders are met often
        let keys = model.parked.keys(for: id)
        return (model.flaw == .drainsBackwards ? keys.reversed() : keys).compactMap { position -> WaitingMessage? in
            guard let row = model.parked.read(position, by: id), row.key == key else { return nil }
            return WaitingMessage(position: position, attempts: row.attempts, record: row.record, clusterID: "")
        }.prefix(limit).map { $0 }
    }

    func mirrorLane(_ key: String, _ mirror: DeadLetterMirror) async throws {}

    func settle(_ tried: LaneTry, _ policy: ParkingPolicy) async throws {
        for position in tried.handled {
            try await lock(model.parked.lock(position))
            model.parked.write(position, nil, by: id)
        }
        try await lock(model.lanes.lock(tried.key))
        guard var lane = model.lanes.read(tried.key, by: id) else { return }
        (lane.triedBy, lane.crashes) = (nil, 0)
        if let (message, _) = tried.failure {
            if var row = model.parked.read(message.position, by: id) {
                row.attempts = message.attempts + 1
                model.parked.write(message.position, row, by: id)
            }
            lane.attempts = message.attempts + 1
            lane.state = tried.isDead(policy) ? .dead : .waiting
            let pause = policy.pause(afterFailures: lane.attempts, key: tried.key)
            lane.next = model.outbox.clock + pause.wholeMicroseconds
            model.lanes.write(tried.key, lane, by: id)
        } else if model.parked.keys(for: id).contains(where: { model.parked.read($0, by: id)?.key == tried.key }) {
            lane.attempts = 0
            lane.next = model.outbox.clock
            model.lanes.write(tried.key, lane, by: id)
        } else {
            model.lanes.write(tried.key, nil, by: id)
        }
    }
}

extension Duration {
    var wholeMicroseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
