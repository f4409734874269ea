import Database
import Messages
import Messaging
import Vocabulary

/// How far one service is behind in one partition.
package struct PartitionLag: Equatable, Sendable {
    package let service: ServiceName
    package let partition: TopicPartition
    /// The next offset that the service will read on this cluster; `nil` when it has read nothing of it here.
    package let position: Int64?
    package let logStart: Int64
    package let logEnd: Int64
    /// Records that were not processed yet; in a compacted topic at most so many.
    package let messages: Int64
    /// Age of the oldest of them by the sender's time; `nil` when there is none or it could not be read.
    package var age: Duration?
    /// Whether messages of some sender are missing.
    package let hasGap: Bool
    /// The instance that reads the partition.
    package let owner: String?

    package init(
        service: ServiceName,
        partition: TopicPartition,
        position: Int64?,
        log: KafkaReader.LogBounds,
        hasGap: Bool,
        owner: String?
    ) {
        self.service = service
        self.partition = partition
        self.position = position
        logStart = log.start
        logEnd = log.end
        messages = max(0, log.end - max(position ?? log.start, log.start))
        self.hasGap = hasGap
        self.owner = owner
    }
}

/// Compares what the services have processed with what the logs hold.
package struct LagProbe: Sendable {
    private let database: OwnerDatabase
    private let kafka: KafkaConfiguration

    package init(database: OwnerDatabase, kafka: KafkaConfiguration) {
        self.database = database
        self.kafka = kafka
    }

    /// - Parameter chosen: empty: all services.
    package func read(of chosen: [ServiceName] = []) async throws -> [PartitionLag] {
        let services = try await database.requiredServices(with: "consumer_subscription")
            .filter { chosen.isEmpty || chosen.contains($0) }
        let clusterID = try await KafkaAdmin(kafka, logger: OwnerDatabase.logger).clusterID()
        let reader = try KafkaReader(kafka, logger: OwnerDatabase.logger)
        do {
            var lags: [PartitionLag] = []
            for service in services { lags += try await read(service, reader, clusterID) }
            await reader.close()
            return lags
        } catch {
            await reader.close()
            throw error
        }
    }

    private func read(_ service: ServiceName, _ reader: KafkaReader, _ clusterID: String) async throws -> [PartitionLag]
    {
        let standing = try await standing(of: service, clusterID)
        let bounds = try await reader.bounds(of: standing.topics)
        var lags = bounds.sorted { $0.key < $1.key }.map { partition, log in
            PartitionLag(
                service: service,
                partition: partition,
                position: standing.positions[partition],
                log: log,
                hasGap: standing.gaps.contains(partition),
                owner: standing.owners[partition]
            )
        }
        let late = lags.filter { $0.messages > 0 }.map { ($0.partition, max($0.position ?? 0, $0.logStart)) }
        let records = try await reader.firstRecords(at: Dictionary(uniqueKeysWithValues: late))
        for index in lags.indices {
            guard let record = records[lags[index].partition] else { continue }
            lags[index].age = max(.zero, standing.now - (record.sentAt ?? standing.now))
        }
        return lags
    }

    /// Where one service stands, by its own tables.
    private struct Standing {
        var now = Timestamp(0)
        var topics: [String] = []
        var positions: [TopicPartition: Int64] = [:]
        var owners: [TopicPartition: String] = [:]
        var gaps: Set<TopicPartition> = []
    }

    private func standing(of service: ServiceName, _ clusterID: String) async throws -> Standing {
        let rows = try await database.pool.query(
            """
            select now() as now, s.topic, p.partition, o.next_offset, a.instance,
                exists (select from \(unsafe: service.rawValue).consumer_sequence g
                    where g.topic = s.topic and g.partition = p.partition and g.gap_sequence is not null) as gap
            from (select distinct topic from \(unsafe: service.rawValue).consumer_subscription) s
            left join (
                select topic, partition from \(unsafe: service.rawValue).consumer_offset
                union select topic, partition from \(unsafe: service.rawValue).consumer_assignment
            ) p using (topic)
            left join \(unsafe: service.rawValue).consumer_offset o
                on o.topic = s.topic and o.partition = p.partition and o.cluster_id = \(clusterID)
            left join \(unsafe: service.rawValue).consumer_assignment a
                on a.topic = s.topic and a.partition = p.partition
            """
        )
        var standing = Standing()
        for row in rows {
            standing.now = try row.decode("now")
            let topic: String = try row.decode("topic")
            standing.topics.append(topic)
            guard let number = try row.decode("partition", as: Int32?.self) else { continue }
            let partition = TopicPartition(topic: topic, partition: number)
            standing.positions[partition] = try row.decode("next_offset", as: Int64?.self)
            standing.owners[partition] = try row.decode("instance", as: String?.self)
            if try row.decode("gap", as: Bool.self) { standing.gaps.insert(partition) }
        }
        return standing
    }
}

extension IncomingRecord {
    /// By the sender's clock where it says so, else by the broker's or the producer's.
    var sentAt: Timestamp? { text("ce_time").flatMap(Timestamp.init) ?? timestamp }

    /// The header's text; `nil` when it is absent, repeated or not UTF-8.
    func text(_ name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == name }
        guard values.count == 1, let value = values.first?.value else { return nil }
        return String(validating: value, as: UTF8.self)
    }
}
