import Messages
import Vocabulary

@testable import Messaging

/// Publishing again, and what is known of the broker.
extension RelayStoreModel {
    func openReplays(of lanes: [Int16]) async throws -> [ReplayTask] {
        try await process.call("openReplays") {
            let open = model.replays.filter { !$0.isDone && lanes.contains($0.partition.lane) }
            return Dictionary(grouping: open, by: \.partition).map { partition, replays in
                ReplayTask(
                    id: replays.map(\.id).max() ?? 0,
                    partition: partition,
                    fromSequence: replays.map(\.from).min() ?? 1
                )
            }.sorted { $0.id < $1.id }
        }
    }

    func note(_ task: ReplayTask, published: Int64) async throws {
        try await process.call("note") {}
    }

    func finish(_ task: ReplayTask, published: Int64, mark: LogMark?) async throws {
        try await process.call("finish") {
            for index in model.replays.indices
            where model.replays[index].partition == task.partition && model.replays[index].id <= task.id {
                model.replays[index].isDone = true
            }
            if let mark, model.progress[task.partition] != nil, model.progress[task.partition]?.mark == nil {
                model.progress[task.partition]?.mark = mark
            }
        }
    }

    func tick(holding partition: TopicPartition, sequence: Int64) async throws -> Int64 {
        try await process.call("tick") {
            model.ticks[Int(partition.lane)].last { ($0.starts?[partition]).map { $0 <= sequence } ?? false }?.tick ?? 0
        }
    }

    func windows(touching partition: TopicPartition, from tick: Int64, limit: Int) async throws -> [PublishedWindow] {
        try await process.call("windows") {
            let ticks = model.ticks[Int(partition.lane)].filter { $0.tick >= tick && $0.starts?[partition] != nil }
            return ticks.prefix(limit).map { tick in
                let window = RelayWindow(
                    lane: partition.lane,
                    tick: tick.tick,
                    lower: tick.lower,
                    upper: tick.upper
                )
                return PublishedWindow(window: window, starts: tick.starts ?? [:])
            }
        }
    }

    func unknown(_ ids: [UniqueID]) async throws -> Set<UniqueID> {
        try await process.call("unknown") {
            let known = model.rows.compactMap { row in row.headers.first { $0.name == HeaderName.id }?.value }
            return Set(ids).subtracting(known.compactMap { UniqueID($0) })
        }
    }

    func messages(of task: ReplayTask) async throws -> [NumberedRow] { [] }

    func clusterIDs(of lanes: [Int16]) async throws -> [Int16: String] {
        try await process.call("clusterIDs") { model.clusters.filter { lanes.contains($0.key) } }
    }

    func adopt(clusterID: String, for lane: Int16, isEmptied: Bool) async throws {
        try await process.call("adopt") {
            model.clusters[lane] = clusterID
            guard isEmptied else { return }
            for partition in model.progress.keys.sorted() where partition.lane == lane {
                model.requestReplay(partition, from: 1)
                model.progress[partition]?.mark = nil
            }
        }
    }

    func noteLoss(in partition: TopicPartition, from sequence: Int64) async throws {
        try await process.call("noteLoss") {
            guard flaw != .ignoresLogEnds else { return }
            model.requestReplay(partition, from: sequence)
            model.progress[partition]?.mark = nil
        }
    }

    func block(_ partition: TopicPartition, from sequence: Int64, reason: String) async throws {
        try await process.call("block") {
            model.blocked[partition] = min(sequence, model.blocked[partition] ?? sequence)
        }
    }

    func blockedPartitions(of lanes: [Int16]) async throws -> [TopicPartition: Int64] {
        try await process.call("blocked") { model.blocked.filter { lanes.contains($0.key.lane) } }
    }

    func unblock(_ partition: TopicPartition, _ leases: [LaneLease]) async throws {
        try await process.call("unblock") {
            guard let lease = leases.first(where: { $0.lane == partition.lane }), isHeld(lease) else { return }
            model.blocked[partition] = nil
        }
    }
}
