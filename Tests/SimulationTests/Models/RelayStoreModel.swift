import Messages
import Vocabulary

@testable import Messaging

/// What `RelayStore` does in SQL, on the model; `RelayConformanceTests` holds one to the other.
///
/// `@unchecked Sendable`: used on the schedule's one thread.
struct RelayStoreModel: RelayStorage, @unchecked Sendable {
    let service = ServiceName.intake
    let owner: String
    let process: SimulatedProcess
    let model: OutboxModel
    var flaw: RelayFlaw?

    static let lease = Engine.Time(RelayStore.leaseSeconds) * 1_000_000

    func isHeld(_ lease: LaneLease) -> Bool {
        let row = model.lanes[Int(lease.lane)]
        return flaw == .ignoresLease || row.epoch == lease.epoch && row.owner == owner
    }

    // MARK: Right to publish

    func obstacle() async throws -> RebaseNeeded? { nil }

    func register() async throws -> Int {
        try await process.call("register") {
            model.instances[owner] = model.clock + Self.lease
            let others = model.instances.filter { $0.key != owner && $0.value > model.clock }.keys
            let rank = others.filter { $0 < owner }.count
            let count = others.count + 1
            return Outbox.lanes / count + (rank < Outbox.lanes % count ? 1 : 0)
        }
    }

    func unregister() async throws {
        try await process.call("unregister") { model.instances[owner] = nil }
    }

    func acquire(atMost count: Int) async throws -> [LaneLease] {
        try await process.call("acquire") {
            let free = model.lanes.indices.filter { model.lanes[$0].expires < model.clock }.prefix(count)
            return free.map { lane in
                model.lanes[lane].owner = owner
                model.lanes[lane].epoch += 1
                model.lanes[lane].expires = model.clock + Self.lease
                let row = model.lanes[lane]
                return LaneLease(lane: Int16(lane), epoch: row.epoch, tick: row.tick, snapshot: row.snapshot)
            }
        }
    }

    func renew(_ leases: [LaneLease]) async throws -> Set<Int16> {
        try await process.call("renew") {
            let held = leases.filter(isHeld)
            for lease in held { model.lanes[Int(lease.lane)].expires = model.clock + Self.lease }
            return Set(held.map(\.lane))
        }
    }

    func release(_ leases: [LaneLease]) async throws {
        try await process.call("release") {
            for lease in leases where isHeld(lease) {
                model.lanes[Int(lease.lane)].owner = nil
                model.lanes[Int(lease.lane)].expires = .min
            }
        }
    }

    // MARK: Windows

    func advance(
        _ leases: [LaneLease],
        closing: [PublishedWindow],
        progress: [TopicPartition: PartitionProgress]
    ) async throws -> [RelayWindow] {
        try await process.call("advance") {
            for closed in closing {
                guard let lease = leases.first(where: { $0.lane == closed.window.lane }), isHeld(lease),
                    model.lanes[Int(lease.lane)].tick == closed.window.tick - 1 || flaw == .ignoresLease
                else { throw LeaseLost() }
            }
            for closed in closing { close(closed, progress) }
            // Lanes that are still held get their windows, also where another one is lost.
            let windows = leases.filter(isHeld).map(\.lane).sorted().compactMap(open)
            guard leases.allSatisfy(isHeld) else { throw LeaseLost() }
            return windows
        }
    }

    private func close(_ closed: PublishedWindow, _ progress: [TopicPartition: PartitionProgress]) {
        let lane = Int(closed.window.lane)
        model.lanes[lane].tick = closed.window.tick
        model.lanes[lane].snapshot = closed.window.upper
        for index in model.ticks[lane].indices where model.ticks[lane][index].tick == closed.window.tick {
            model.ticks[lane][index].starts = closed.starts
        }
        for partition in closed.starts.keys { model.progress[partition] = progress[partition] ?? PartitionProgress() }
    }

    private func open(_ lane: Int16) -> RelayWindow? {
        let row = model.lanes[Int(lane)]
        let seen = SnapshotModel(row.snapshot)
        if flaw == .reopensWindows { model.ticks[Int(lane)].removeAll { $0.starts == nil } }
        if let open = model.ticks[Int(lane)].first(where: { $0.tick > row.tick && $0.starts == nil }) {
            return window(lane, open)
        }
        guard model.rows.contains(where: { $0.partition.lane == lane && !seen.sees($0.xid) }) else { return nil }
        let tick = OutboxModel.Tick(tick: row.tick + 1, lower: row.snapshot, upper: model.snapshot.text)
        model.ticks[Int(lane)].append(tick)
        return window(lane, tick)
    }

    private func window(_ lane: Int16, _ tick: OutboxModel.Tick) -> RelayWindow {
        RelayWindow(lane: lane, tick: tick.tick, lower: tick.lower, upper: tick.upper)
    }

    func rows(
        of windows: [RelayWindow],
        after last: RowPlace?,
        only partition: TopicPartition?,
        within budget: SliceBudget
    ) async throws -> RelaySlice {
        // Short slices, so that their borders are met often.
        let limit = min(budget.rows, Int(process.engine.between(1, 6)))
        return try await process.call("rows") {
            let place = last.map { ($0.lane, $0.tick, $0.seq) } ?? (-1, -1, -1)
            let found = windows.flatMap { rows(in: $0) }
                .filter { partition == nil || $0.partition == partition }
                .filter { ($0.lane, $0.tick, $0.seq) > place }
                .sorted { (order($0), $0.seq) < (order($1), $1.seq) }
            return RelaySlice(rows: Array(found.prefix(limit)), isLast: found.count < limit)
        }
    }

    private func order(_ row: RelayRow) -> Int64 {
        let place = Int64(row.lane) << 50 + row.tick << 25
        guard flaw == .ordersByTransaction else { return place }
        return place + (model.rows.first { $0.seq == row.seq }?.xid ?? 0)
    }

    private func rows(in window: RelayWindow) -> [RelayRow] {
        let (lower, upper) = (SnapshotModel(window.lower), SnapshotModel(window.upper))
        let earlier = model.rows.filter { $0.partition.lane == window.lane && lower.sees($0.xid) }.map(\.seq).max() ?? 0
        return model.rows.filter {
            $0.partition.lane == window.lane && upper.sees($0.xid) && !lower.sees($0.xid)
                && (flaw != .readsBySequence || $0.seq > earlier)
        }.map { row in
            RelayRow(
                lane: window.lane,
                tick: window.tick,
                seq: row.seq,
                partition: row.partition,
                key: row.key,
                headers: row.headers,
                payload: row.payload
            )
        }
    }

    func progress(of lanes: [Int16]) async throws -> [TopicPartition: PartitionProgress] {
        try await process.call("progress") {
            flaw == .forgetsNumbers ? [:] : model.progress.filter { lanes.contains($0.key.lane) }
        }
    }

    func quarantine(_ row: RelayRow, sequence: Int64, reason: String) async throws {
        try await process.call("quarantine") {
            if model.quarantined[row.seq] == nil { model.quarantined[row.seq] = sequence }
        }
    }
}
