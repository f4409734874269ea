import Database
import Messages
import Vocabulary

@testable import Messaging

/// Numbers, claims and what a batch leaves.
extension TransactionModel {
    func positions(
        of lanes: Set<SequenceTracker.Lane>
    ) async throws -> [SequenceTracker.Lane: SequenceTracker.Position] {
        try await statement("positions")
        var found: [SequenceTracker.Lane: SequenceTracker.Position] = [:]
        for lane in lanes.sorted() where model.sequences.read(lane, by: id) != nil {
            if model.flaw != .takesWithoutClaim { try await lock(model.sequences.lock(lane)) }
            found[lane] = model.sequences.read(lane, by: id)
        }
        guard model.flaw == .acceptsGaps else { return found }
        for lane in lanes { found[lane] = SequenceTracker.Position(expected: model.hints[lane] ?? 1) }
        return found
    }

    func claim(_ claims: [InboxClaim]) async throws -> Set<UniqueID> {
        try await statement("claim")
        _ = takeXid()
        var fresh: Set<UniqueID> = []
        for event in Set(claims.map(\.id)).sorted() {
            try await lock(model.inbox.lock(event))
            if model.flaw != .takesWithoutClaim, model.inbox.read(event, by: id) != nil { continue }
            model.inbox.write(event, "done", by: id)
            fresh.insert(event)
        }
        return fresh
    }

    func overdueGaps() async throws -> [SequenceTracker.Lane: Int64] {
        try await statement("gaps")
        let limit = model.time - SequenceTracker.patience
        func isOverdue(_ lane: SequenceTracker.Lane) -> Bool {
            guard let position = model.sequences.read(lane, by: id), position.gap != nil else { return false }
            return position.lastRequest.map { $0 <= limit } ?? false
        }
        var missing: [SequenceTracker.Lane: Int64] = [:]
        for lane in model.sequences.keys(for: id) where isOverdue(lane) {
            try await lock(model.sequences.lock(lane))
            guard isOverdue(lane), var position = model.sequences.read(lane, by: id) else { continue }
            position.lastRequest = model.time
            model.sequences.write(lane, position, by: id)
            missing[lane] = position.expected
        }
        return missing
    }

    func write(_ changes: InboxChanges) async throws {
        try await statement("write")
        for ending in changes.endings {
            try await lock(model.inbox.lock(ending.id))
            model.inbox.write(ending.id, ending.outcome, by: id)
        }
        try await park(changes)
        for (lane, position) in changes.positions.sorted(by: { $0.key < $1.key }) {
            try await lock(model.sequences.lock(lane))
            if let known = model.sequences.read(lane, by: id), known.expected > position.expected { continue }
            model.sequences.write(lane, position, by: id)
        }
        for (partition, mark) in changes.marks.sorted(by: { $0.key < $1.key }) {
            try await lock(model.marks.lock(partition))
            model.marks.write(partition, (changes.clusterID, mark), by: id)
        }
        if let tried = changes.tried { try await settle(tried, changes.policy) }
    }

    func keep(
        _ letters: [(record: IncomingRecord, reason: Unreadable)],
        clusterID: String
    ) async throws -> [DeadLetterMirror.Letter] {
        try await statement("keep")
        for letter in letters { model.keep(letter.reason) }
        return []
    }

    func mark(_ records: [IncomingRecord], single: Bool, by process: UniqueID) async throws -> CrashMarker.Suspicion {
        try await statement("mark")
        var firsts: [TopicPartition: Int64] = [:]
        for record in records {
            firsts[record.topicPartition] = min(firsts[record.topicPartition] ?? .max, record.offset)
        }
        var suspicion = CrashMarker.Suspicion.none
        for (partition, offset) in firsts.sorted(by: { $0.key < $1.key }) {
            try await lock(model.markers.lock(partition))
            var marker = ServiceModel.Marker(offset: offset, process: process, isSingle: single)
            if let known = model.markers.read(partition, by: id) {
                if known.offset == offset, known.isSingle || !single {
                    marker.crashes = known.crashes + (known.process == process ? 0 : 1)
                }
                if known.offset == offset { marker.isSingle = known.isSingle || single }
            }
            model.markers.write(partition, marker, by: id)
            if marker.isSingle, marker.crashes >= CrashMarker.patience { return .record }
            if marker.isSingle && marker.crashes > 0 || marker.crashes >= CrashMarker.patience { suspicion = .batch }
        }
        return suspicion
    }

    func unmark(_ partitions: [TopicPartition], by process: UniqueID) async throws {
        try await statement("unmark")
        for partition in partitions.sorted() {
            try await lock(model.markers.lock(partition))
            guard model.markers.read(partition, by: id)?.process == process else { continue }
            model.markers.write(partition, nil, by: id)
        }
    }

    func fireTimers(dueAt time: Timestamp, atMost limit: Int) async throws -> [FiredTimer] {
        try await statement("fire")
        let time = model.flaw == .firesByOwnClock ? time + .seconds(3) : time
        var fired: [FiredTimer] = []
        for key in model.timers.keys(for: id) where fired.count < limit {
            guard let timer = model.timers.read(key, by: id), timer.state == .pending, timer.due <= time,
                model.locks.tryAcquire(model.timers.lock(key), exclusive: true, by: id)
            else { continue }
            if timer.due > model.time { model.engine.violated("\(key) fires at \(model.time), before \(timer.due)") }
            var record = timer
            record.state = .fired
            model.timers.write(key, record, by: id)
            fired.append(
                FiredTimer(
                    owner: key.owner,
                    kind: key.kind,
                    generation: record.generation,
                    payload: record.payload,
                    due: record.due
                )
            )
        }
        return fired
    }
}
