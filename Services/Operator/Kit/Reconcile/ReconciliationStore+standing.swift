import Database
import Messages
import Messaging
import Vocabulary

extension ReconciliationStore {
    /// What one consumer has read of its topics so far.
    struct Reading: Sendable {
        /// The topic of each type it handles, and since when it has.
        var topics: [String: String] = [:]
        var since: [String: Timestamp] = [:]
        var positions: [TopicPartition: Int64] = [:]
    }

    func reading(of service: ServiceName, clusterID: String) async throws -> Reading {
        var reading = Reading()
        let types = try await pool.query(
            "select topic, type, since from \(unsafe: service.rawValue).consumer_subscription"
        )
        for row in types {
            let type: String = try row.decode("type")
            reading.topics[type] = try row.decode("topic")
            reading.since[type] = try row.decode("since")
        }
        let offsets = try await pool.query(
            """
            select topic, partition, next_offset from \(unsafe: service.rawValue).consumer_offset
            where cluster_id = \(clusterID)
            """
        )
        for row in offsets {
            let partition = TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition"))
            reading.positions[partition] = try row.decode("next_offset")
        }
        return reading
    }

    /// The next number that a consumer expects, by `partition source`, of those that send on a topic.
    func expected(by service: ServiceName, topic: String) async throws -> [String: Int64] {
        let rows = try await pool.query(
            """
            select partition || ' ' || source as lane, next_sequence
            from \(unsafe: service.rawValue).consumer_sequence where topic = \(topic)
            """
        )
        var expected: [String: Int64] = [:]
        for row in rows { expected[try row.decode("lane")] = try row.decode("next_sequence") }
        return expected
    }

    /// `partition/offset` of what a consumer has kept as dead letters of a topic.
    func deadLetters(of service: ServiceName, topic: String, clusterID: String) async throws -> Set<String> {
        let rows = try await pool.query(
            """
            select partition || '/' || log_offset as place from \(unsafe: service.rawValue).dead_letter
            where topic = \(topic) and cluster_id = \(clusterID)
            """
        )
        return Set(try rows.map { try $0.decode("place", as: String.self) })
    }

    /// The first hour of which a table partitioned by days still has everything.
    func firstHour(of table: String, in service: ServiceName) async throws -> Hour {
        let rows = try await pool.query(
            """
            select coalesce(extract(epoch from min(to_date(right(c.relname, 8), 'YYYYMMDD'))), 0)::bigint / 3600 as hour
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = to_regclass(\(service.rawValue + "." + table)) and c.relname ~ '_[0-9]{8}$'
            """
        )
        return Hour(try rows.first?.decode("hour", as: Int64.self) ?? 0)
    }

    func quarantined(by service: ServiceName) async throws -> Int64 {
        try await pool.query("select count(*) as n from \(unsafe: service.rawValue).outbox_quarantine")
            .first?.decode("n") ?? 0
    }

    /// `source id` of those records of integrators that a service knows, of the ones asked for.
    func knownForeign(_ names: [(source: String, id: String)], to service: ServiceName) async throws -> Set<String> {
        let rows = try await pool.query(
            """
            select source || ' ' || foreign_id as name from \(unsafe: service.rawValue).foreign_inbox
            join unnest(\(names.map(\.source)), \(names.map(\.id))) as asked (source, foreign_id)
                using (source, foreign_id)
            """
        )
        return Set(try rows.map { try $0.decode("name", as: String.self) })
    }

    /// Keeps what was found beside the service's other tables, where its metrics show it; two weeks of it.
    func keep(_ report: ReconciliationReport, of service: ServiceName) async throws {
        let own = report.differences.filter { $0.service == service }
        let details = JSONText(JSONValue.array(own.prefix(200).map(\.json)).text)
        try await pool.execute(
            """
            insert into \(unsafe: service.rawValue).reconciliation (buckets, messages, lost, invented, details)
            values (\(Int64(report.buckets)), \(report.messages), \(Int64(report.count(losses: true, of: service))),
                \(Int64(report.count(losses: false, of: service))), \(details))
            """
        )
        try await pool.execute(
            "delete from \(unsafe: service.rawValue).reconciliation where finished_at < now() - interval '14 days'"
        )
    }
}
