import Database
import Messages

/// The SQL of positions: where to go on reading, on which broker, and by which record that log is recognised.
enum PositionStore {
    static func save(_ marks: [TopicPartition: ReadMark], clusterID: String) -> Query {
        let sorted = marks.sorted { $0.key < $1.key }
        return """
            insert into consumer_offset (topic, partition, cluster_id, next_offset, last_event, last_digest)
            select topic, partition, \(clusterID), next_offset, last_event, last_digest
            from unnest(\(sorted.map(\.key.topic)), \(sorted.map(\.key.partition)), \(sorted.map(\.value.next)),
                \(sorted.map(\.value.event)), \(sorted.map(\.value.digest)))
                as read (topic, partition, next_offset, last_event, last_digest)
            on conflict (topic, partition) do update
                set cluster_id = excluded.cluster_id, next_offset = excluded.next_offset,
                    last_event = excluded.last_event, last_digest = excluded.last_digest
            """
    }

    /// What was noted of partitions read on this broker before.
    static func marks(
        of partitions: [TopicPartition],
        clusterID: String,
        in pool: ConnectionPool
    ) async throws -> [TopicPartition: ReadMark] {
        let rows = try await pool.query(
            """
            select topic, partition, next_offset, last_event, last_digest from consumer_offset
            join unnest(\(partitions.map(\.topic)), \(partitions.map(\.partition))) as wanted (topic, partition)
                using (topic, partition)
            where cluster_id = \(clusterID)
            """
        )
        var marks: [TopicPartition: ReadMark] = [:]
        for row in rows {
            let partition = TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition"))
            marks[partition] = ReadMark(
                offset: try row.decode("next_offset", as: Int64.self) - 1,
                digest: try row.decode("last_digest"),
                event: try row.decode("last_event")
            )
        }
        return marks
    }

    /// Writes down a break for operators, and that reading goes on elsewhere.
    static func note(_ gap: LogBreak, clusterID: String, in pool: ConnectionPool) async throws {
        try await pool.withTransaction { transaction in
            try await transaction.pipeline([
                """
                insert into consumer_gap (cluster_id, topic, partition, kind, from_offset, to_offset)
                values (\(clusterID), \(gap.partition.topic), \(gap.partition.partition), \(gap.kind.rawValue),
                    \(gap.first), \(gap.last))
                on conflict do nothing
                """,
                """
                update consumer_offset set next_offset = \(gap.resume), last_event = null, last_digest = null
                where topic = \(gap.partition.topic) and partition = \(gap.partition.partition)
                """,
            ])
        }
    }
}

/// Messages of a partition that this service may never have seen.
struct LogBreak: Equatable, Sendable {
    enum Kind: String, Sendable {
        /// The broker dropped them before they were read.
        case overtaken
        /// The log is another one: made anew, cut off or emptied. What was unread of the old one is unknown.
        case changed = "log-changed"
    }

    let kind: Kind
    let partition: TopicPartition
    /// The first offset that was missed.
    let first: Int64
    /// The last one; `nil` when that is unknown.
    let last: Int64?
    /// Where reading goes on.
    let resume: Int64
}
