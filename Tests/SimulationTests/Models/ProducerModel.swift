@testable import Messaging

/// An idempotent producer for one named cluster: in order per partition, reports late, some acknowledgements lost.
///
/// `@unchecked Sendable`: used on the schedule's one thread.
final class ProducerModel: RelayProducer, @unchecked Sendable {
    private final class Call {
        var results: [Result<RecordPosition, KafkaError>?]
        var left: Int
        let wait: Wait<[Result<RecordPosition, KafkaError>]>

        init(count: Int, wait: Wait<[Result<RecordPosition, KafkaError>]>) {
            results = Array(repeating: nil, count: count)
            left = count
            self.wait = wait
        }

        func report(_ index: Int, _ result: Result<RecordPosition, KafkaError>) {
            guard results[index] == nil else { return }
            results[index] = result
            left -= 1
            if left == 0 { wait.settle(.success(results.compactMap { $0 })) }
        }
    }

    private struct Item {
        let record: OutgoingRecord
        let call: Call
        let index: Int
    }

    private let process: SimulatedProcess
    private let broker: BrokerModel
    private let cluster: String
    private let flaw: RelayFlaw?
    private var queues: [TopicPartition: [Item]] = [:]
    private var sending: Set<TopicPartition> = []
    /// Taken by the broker, not yet reported.
    private var inFlight: [Item] = []
    private var fatal: KafkaError?

    init(process: SimulatedProcess, broker: BrokerModel, cluster: String, flaw: RelayFlaw?) {
        self.flaw = flaw
        self.process = process
        self.broker = broker
        self.cluster = cluster
    }

    var connections: Int { broker.connections }

    func clusterID() async throws -> String { try await broker.askClusterID(process) }

    func partitionCount(of topic: String) async throws -> Int { Writers.partitions }

    func logEnds(of partitions: [TopicPartition]) async throws -> [TopicPartition: Int64] {
        try await process.call("logEnds") {
            if self.broker.isDown { throw KafkaError.transport }
            return Dictionary(uniqueKeysWithValues: partitions.map { ($0, self.broker.logs[$0]?.end ?? 0) })
        }
    }

    func produce(_ records: [OutgoingRecord]) async -> [Result<RecordPosition, KafkaError>] {
        guard !records.isEmpty else { return [] }
        if Task.isCancelled { return records.map { _ in .failure(.purged) } }
        if flaw == .ignoresReports {
            process.start { _ = await self.send(records) }
            return records.map { .success(RecordPosition(partition: $0.partition, offset: -1)) }
        }
        return await send(records)
    }

    private func send(_ records: [OutgoingRecord]) async -> [Result<RecordPosition, KafkaError>] {
        let results = try? await withTaskCancellationHandler {
            try await process.wait { (wait: Wait<[Result<RecordPosition, KafkaError>]>) in
                let call = Call(count: records.count, wait: wait)
                for (index, record) in records.enumerated() {
                    let partition = TopicPartition(topic: record.topic, partition: record.partition)
                    queues[partition, default: []].append(Item(record: record, call: call, index: index))
                }
                for partition in queues.keys.sorted() { send(partition) }
            }
        } onCancel: {
            failAll(.purged)
        }
        return results ?? records.map { _ in .failure(.purged) }
    }

    func purgeAndClose() async {
        fatal = fatal ?? .purged
        failAll(.purged)
        try? await process.wait { (wait: Wait<Void>) in
            process.engine.after(process.latency()) { wait.settle(.success(())) }
        }
    }

    private func send(_ partition: TopicPartition) {
        guard sending.insert(partition).inserted else { return }
        process.engine.after(process.latency()) {
            self.process.whenAwake { self.deliver(partition) }
        }
    }

    /// Some of what is queued reaches the broker; a dead process may have had some on the wire.
    private func deliver(_ partition: TopicPartition) {
        sending.remove(partition)
        let engine = process.engine
        if let fatal { return failAll(fatal) }
        guard broker.clusterID == cluster else { return fail(.clusterChanged(from: cluster, to: broker.clusterID)) }
        guard !broker.isDown else { return failAll(.transport) }
        guard var queue = queues[partition], !queue.isEmpty else { return }
        let count = 1 + engine.index(queue.count)
        let isLost = engine.fault(10)
        for item in queue.prefix(count) {
            inFlight.append(item)
            if broker.refuses(item.record) {
                report(item, .failure(.tooLarge))
            } else {
                let position = broker.append(item.record)
                if !isLost { report(item, .success(position)) }
            }
        }
        queue.removeFirst(count)
        queues[partition] = queue
        if process.isDead {
            queues = [:]
            return
        }
        if isLost {
            engine.say("\(process.name): an acknowledgement is lost")
            engine.after(process.latency()) { self.process.whenAwake { self.fail(.fatal) } }
        } else if !queue.isEmpty {
            send(partition)
        }
    }

    private func report(_ item: Item, _ result: Result<RecordPosition, KafkaError>) {
        process.engine.after(process.latency()) {
            self.process.whenAwake {
                self.inFlight.removeAll { $0.call === item.call && $0.index == item.index }
                item.call.report(item.index, result)
            }
        }
    }

    private func fail(_ error: KafkaError) {
        fatal = fatal ?? error
        failAll(error)
    }

    private func failAll(_ error: KafkaError) {
        let items = inFlight + queues.sorted { $0.key < $1.key }.flatMap(\.value)
        inFlight = []
        queues = [:]
        for item in items { item.call.report(item.index, .failure(error)) }
    }
}

/// The broker as one process's relay reaches it.
struct RelayBrokerModel: RelayBroker, @unchecked Sendable {
    let process: SimulatedProcess
    let broker: BrokerModel
    var flaw: RelayFlaw?

    func clusterID() async throws -> String { try await broker.askClusterID(process) }

    func makeProducer(for clusterID: String) throws -> any RelayProducer {
        ProducerModel(process: process, broker: broker, cluster: clusterID, flaw: flaw)
    }

    func records(at offsets: [TopicPartition: Int64]) async throws -> [TopicPartition: IncomingRecord] {
        try await process.call("records") {
            if self.broker.isDown { throw KafkaError.transport }
            var found: [TopicPartition: IncomingRecord] = [:]
            for (partition, offset) in offsets { found[partition] = self.broker.read(partition, from: offset, 1).first }
            return found
        }
    }

    func tails(of partitions: [TopicPartition], count: Int) async throws -> [IncomingRecord] {
        try await process.call("tails") {
            if self.broker.isDown { throw KafkaError.transport }
            return partitions.flatMap { partition in
                self.broker.read(partition, from: (self.broker.logs[partition]?.end ?? 0) - Int64(count), count)
            }
        }
    }
}

extension BrokerModel {
    func askClusterID(_ process: SimulatedProcess) async throws -> String {
        try await process.call("clusterID") {
            if self.isDown { throw KafkaError.transport }
            return self.clusterID
        }
    }
}

extension KafkaError {
    private static func make(_ code: Int32, _ name: String, retriable: Bool, fatal: Bool) -> KafkaError {
        KafkaError(code: code, name: name, message: "simulated", isRetriable: retriable, isFatal: fatal)
    }

    static let purged = make(-152, "_PURGE_QUEUE", retriable: true, fatal: false)
    static let transport = make(-195, "_TRANSPORT", retriable: true, fatal: false)
    static let fatal = make(-150, "_FATAL", retriable: false, fatal: true)
    static let tooLarge = make(10, "MSG_SIZE_TOO_LARGE", retriable: false, fatal: false)
}
