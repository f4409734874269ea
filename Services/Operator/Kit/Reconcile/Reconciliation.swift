import Database
import Messages
import Messaging
import Vocabulary

/// Compares what every service has written with what is on the topics, and that with what every consumer has taken.
///
/// First by counts and hashes of ids per hour; only where they differ are ids looked at one by one.
package struct Reconciliation: Sendable {
    package struct Options: Sendable {
        /// How far back, by the time in the ids.
        package var hours = 14 * 24
        /// What is younger may still be on its way.
        package var grace = Duration.seconds(120)

        package init() {}
    }

    let access: RuntimeAccess
    let database: OwnerDatabase
    let options: Options

    package init(access: RuntimeAccess, database: OwnerDatabase, options: Options) {
        self.access = access
        self.database = database
        self.options = options
    }

    typealias Sent = ReconciliationStore.SentBucket
    typealias Taken = ReconciliationStore.TakenBucket

    /// Everything that is known before the topics are read.
    struct Start: Sendable {
        let store: ReconciliationStore
        let scan: TopicScan
        let clusterID: String
        let services: [ServiceName]
        let topics: Set<String>
        var sent: [ServiceName: [Sent: Digest]] = [:]
        var readings: [ServiceName: ReconciliationStore.Reading] = [:]
        var outboxFrom: [ServiceName: Hour] = [:]
        var inboxFrom: [ServiceName: Hour] = [:]

        func isCompacted(_ topic: String) -> Bool {
            Catalogue.topics.first { $0.name == topic }?.isCompacted ?? topic.hasSuffix(".state.v1")
        }
    }

    /// One pass; what it finds is also kept in each service's schema.
    package func run() async throws -> ReconciliationReport {
        let start = try await start()
        var report = ReconciliationReport()
        for service in start.services { report.quarantined += try await start.store.quarantined(by: service) }
        var received: [ServiceName: [Taken: Digest]] = [:]
        var expired: [String: [Int32: Hour]] = [:]
        let names = Set(Catalogue.topics.map(\.name)).intersection(start.topics)
            .union(start.sent.values.flatMap { $0.keys.map(\.topic) })
        for topic in names.sorted() {
            try Task.checkCancellation()
            expired[topic] = try await compareSent(topic, start, &received, &report)
        }
        for service in start.services {
            try await compareTaken(service, start, received[service] ?? [:], expired, &report)
        }
        for service in start.services { try await start.store.keep(report, of: service) }
        return report
    }

    private func start() async throws -> Start {
        let services = try await database.requiredServices(with: "reconciliation")
        let admin = KafkaAdmin(access.kafka, logger: OwnerDatabase.logger)
        let clusterID = try await admin.clusterID()
        let topics = Set(try await admin.topics().keys)
        guard let now = try await database.pool.query("select now() as now").first?.decode("now", as: Timestamp.self)
        else { throw OperatorError("The database does not tell its time.") }
        let (from, cutoff) = (Hour(of: now - .hours(Int64(options.hours))), now - options.grace)
        let store = ReconciliationStore(pool: database.pool, from: from, cutoff: cutoff)
        var start = Start(
            store: store,
            scan: TopicScan(kafka: access.kafka, from: from, cutoff: cutoff),
            clusterID: clusterID,
            services: services,
            topics: topics
        )
        for service in services {
            // Positions first: what was read by then must have been taken when the inbox is asked at the end.
            start.readings[service] = try await store.reading(of: service, clusterID: clusterID)
            start.outboxFrom[service] = try await store.firstHour(of: "outbox", in: service)
            start.inboxFrom[service] = try await store.firstHour(of: "inbox", in: service)
            start.sent[service] = try await store.sent(by: service)
        }
        return start
    }

    /// Reads one topic: compares it with the outboxes and adds up what each consumer has read of it.
    ///
    /// - Returns: up to which hour each partition has lost records to expiry.
    private func compareSent(
        _ topic: String,
        _ start: Start,
        _ received: inout [ServiceName: [Taken: Digest]],
        _ report: inout ReconciliationReport
    ) async throws -> [Int32: Hour] {
        var found: [ServiceName: [Sent: Digest]] = [:]
        var summary = TopicScan.Summary()
        let listeners = start.readings.filter { $0.value.topics.values.contains(topic) }
        if start.topics.contains(topic) {
            var unknown: [Difference] = []
            var taken: [ServiceName: [Taken: Digest]] = [:]
            let look: ([IncomingRecord]) async throws -> Void = { records in
                unknown += try await unknownForeign(records, topic, listeners, start)
            }
            summary = try await start.scan.read(topic, foreign: look) { message in
                let bucket = Sent(topic: topic, partition: message.partition, hour: message.hour)
                found[message.sender, default: [:]][bucket, default: Digest()].add(message.id)
                for (service, reading) in listeners where reading.hasRead(message, on: topic) {
                    let bucket = Taken(type: message.type, hour: message.hour)
                    taken[service, default: [:]][bucket, default: Digest()].add(message.id)
                }
            }
            for (service, buckets) in taken {
                received[service, default: [:]].merge(buckets) { first, _ in first }
            }
            report.differences += unknown
        }
        report.copies += summary.copies
        if start.isCompacted(topic) { summary.expired = [:] }
        for service in start.services {
            let sent = (start.sent[service] ?? [:]).filter { $0.key.topic == topic }
            let there = found[service] ?? [:]
            var doubtful: [Sent] = []
            for bucket in Set(sent.keys).union(there.keys) {
                guard bucket.hour > summary.expired[bucket.partition] ?? Hour(.min),
                    bucket.hour >= start.outboxFrom[service] ?? Hour(.min)
                else {
                    report.partial += 1
                    continue
                }
                report.buckets += 1
                report.messages += sent[bucket]?.count ?? 0
                if sent[bucket] != there[bucket] { doubtful.append(bucket) }
            }
            let weight = { (bucket: Sent) in max(sent[bucket]?.count ?? 0, there[bucket]?.count ?? 0) }
            for group in doubtful.sorted(by: { ($0.hour, $0.partition) < ($1.hour, $1.partition) }).grouped(by: weight)
            {
                try await examine(group, sentBy: service, topic, start, &report)
            }
        }
        return summary.expired
    }

    /// Compares what a consumer has read with what it has taken.
    private func compareTaken(
        _ service: ServiceName,
        _ start: Start,
        _ received: [Taken: Digest],
        _ expired: [String: [Int32: Hour]],
        _ report: inout ReconciliationReport
    ) async throws {
        guard let reading = start.readings[service] else { return }
        let taken = try await start.store.taken(by: service)
        var doubtful: [String: [Taken]] = [:]
        for bucket in Set(received.keys).union(taken.keys) {
            // Requests to publish again may be missed: whoever still misses something asks again.
            guard let topic = reading.topics[bucket.type], topic != Topic.replay.name else { continue }
            // A topic that keeps the newest of each key no longer has all that was taken.
            if start.isCompacted(topic), received[bucket] == nil { continue }
            guard bucket.hour > expired[topic]?.values.max() ?? Hour(.min),
                bucket.hour >= start.inboxFrom[service] ?? Hour(.min)
            else {
                report.partial += 1
                continue
            }
            report.buckets += 1
            if received[bucket] != taken[bucket] { doubtful[topic, default: []].append(bucket) }
        }
        let weight = { (bucket: Taken) in max(received[bucket]?.count ?? 0, taken[bucket]?.count ?? 0) }
        for (topic, buckets) in doubtful.sorted(by: { $0.key < $1.key }) {
            for group in buckets.sorted(by: { ($0.hour, $0.type) < ($1.hour, $1.type) }).grouped(by: weight) {
                try await examine(group, takenBy: service, topic, start, &report)
            }
        }
    }
}

extension ReconciliationStore.Reading {
    /// Whether the consumer handles this and stands behind it.
    func hasRead(_ message: ScannedMessage, on topic: String) -> Bool {
        topics[message.type] == topic
            && message.offset < positions[TopicPartition(topic: topic, partition: message.partition)] ?? 0
    }
}

extension Array {
    /// Stretches of at most 200,000 messages: so many ids are held at once.
    fileprivate func grouped(by weight: (Element) -> Int64) -> [[Element]] {
        var groups: [[Element]] = []
        var total: Int64 = 0
        for element in self {
            if groups.isEmpty || total + weight(element) > 200_000 {
                groups.append([])
                total = 0
            }
            total += weight(element)
            groups[groups.count - 1].append(element)
        }
        return groups
    }
}
