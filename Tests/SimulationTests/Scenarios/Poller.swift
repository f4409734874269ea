@testable import Messaging

/// Who reads which partitions; an owner that is replaced may not know it yet.
final class GroupModel {
    private(set) var generation = 0
    private var owners: [TopicPartition: String] = [:]

    func partitions(of name: String) -> [TopicPartition] { owners.filter { $0.value == name }.keys.sorted() }

    func rebalance(_ partitions: [TopicPartition], among names: [String], _ engine: Engine) {
        generation += 1
        owners = [:]
        for partition in partitions { owners[partition] = names.randomElement(using: engine) }
    }
}

/// Reads its partitions and hands them to the processor, batch by batch, from where the database says.
///
/// `@unchecked Sendable`: used on the schedule's one thread.
final class Poller: @unchecked Sendable {
    private let process: SimulatedProcess
    private let broker: BrokerModel
    private let group: GroupModel
    private let processor: BatchProcessor
    private let model: ServiceModel
    private var generation = -1
    private var cluster = ""
    private var positions: [TopicPartition: Int64] = [:]

    init(
        process: SimulatedProcess,
        broker: BrokerModel,
        group: GroupModel,
        processor: BatchProcessor,
        model: ServiceModel
    ) {
        self.process = process
        self.broker = broker
        self.group = group
        self.processor = processor
        self.model = model
    }

    func run() async {
        while !Task.isCancelled {
            do { try await round() } catch { try? await process.sleep(for: .milliseconds(200)) }
        }
    }

    private func round() async throws {
        if generation != group.generation || cluster != broker.clusterID { try await join() }
        let records = try await process.call("poll") { [self] in
            guard cluster == broker.clusterID, !broker.isDown else { throw KafkaError.transport }
            return fetch()
        }
        for record in records { positions[record.topicPartition] = record.offset + 1 }
        guard !records.isEmpty else { return try await process.sleep(for: .milliseconds(250)) }
        if model.flaw == .acceptsGaps {
            for message in records.map(processor.read).reversed() {
                guard let lane = message.lane, let sequence = message.attributes?.sequence else { continue }
                model.hints[lane] = sequence
            }
        }
        while !Task.isCancelled {
            do {
                _ = try await processor.process(records, clusterID: cluster)
                break
            } catch {
                try await process.sleep(for: .milliseconds(100))
            }
        }
    }

    private func join() async throws {
        let (generation, cluster) = (group.generation, broker.clusterID)
        let partitions = group.partitions(of: process.name)
        let stored = try await processor.database.marks(of: partitions, clusterID: cluster)
        positions = Dictionary(uniqueKeysWithValues: partitions.map { ($0, stored[$0]?.next ?? 0) })
        (self.generation, self.cluster) = (generation, cluster)
    }

    /// Goes on at the beginning where the log does not hold the position.
    private func fetch() -> [IncomingRecord] {
        var records: [IncomingRecord] = []
        for (partition, position) in positions.sorted(by: { $0.key < $1.key }) {
            guard let log = broker.logs[partition] else { continue }
            let start = (log.base...log.end).contains(position) ? position : log.base
            records += broker.read(partition, from: start, 1 + process.engine.index(8))
        }
        return records
    }
}
