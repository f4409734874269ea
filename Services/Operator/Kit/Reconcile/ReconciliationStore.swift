import Database
import Messages
import Messaging
import Vocabulary

/// The SQL of the comparison; digests are made in the database, so that no side travels whole.
struct ReconciliationStore: Sendable {
    let pool: ConnectionPool
    /// Ids from this hour on count.
    let from: Hour
    /// Ids before this moment count; later ones may still be on their way.
    let cutoff: Timestamp

    struct SentBucket: Hashable, Sendable {
        let topic: String
        let partition: Int32
        let hour: Hour
    }

    struct TakenBucket: Hashable, Sendable {
        let type: String
        let hour: Hour
    }

    struct SentMessage: Sendable {
        let bucket: SentBucket
        let isPublished: Bool
        /// Nothing was written for the key after it: what compaction must have left.
        let isNewest: Bool
    }

    /// Milliseconds and random part of a version 7 id.
    private static func parts(of id: String) -> String {
        let digits = "replace(\(id)::text, '-', '')"
        return """
            ('x' || lpad(left(\(digits), 12), 16, '0'))::bit(64)::bigint as ms,
            ('x' || right(\(digits), 16))::bit(64)::bigint as low
            """
    }

    private var milliseconds: (Int64, Int64) { (from.number * 3_600_000, cutoff.microsecondsSinceEpoch / 1000) }

    /// What a service has written for each topic, without what the broker refused for good.
    func sent(by service: ServiceName) async throws -> [SentBucket: Digest] {
        let (first, last) = milliseconds
        let rows = try await pool.query(
            """
            select topic, partition, ms / 3600000 as hour, count(*) as n, bit_xor(low) as hash from (
                select o.topic, o.partition, \(unsafe: Self.parts(of: "o.event_id"))
                from \(unsafe: service.rawValue).outbox o
                where not exists (select from \(unsafe: service.rawValue).outbox_quarantine q where q.seq = o.seq)
            ) sent where ms >= \(first) and ms < \(last) group by 1, 2, 3
            """
        )
        var sent: [SentBucket: Digest] = [:]
        for row in rows {
            let bucket = SentBucket(
                topic: try row.decode("topic"),
                partition: try row.decode("partition"),
                hour: Hour(try row.decode("hour"))
            )
            sent[bucket] = try digest(row)
        }
        return sent
    }

    /// The messages of some buckets of one topic, by id.
    func messages(
        of buckets: [SentBucket],
        sentBy service: ServiceName,
        topic: String
    ) async throws -> [UniqueID: SentMessage] {
        let rows = try await pool.query(
            """
            select event_id, partition, ms / 3600000 as hour, published, newest from (
                select o.event_id, o.partition, \(unsafe: Self.parts(of: "o.event_id")),
                    (o.era < l.era or o.era = l.era and pg_visible_in_snapshot(o.xid, l.snapshot))
                        and not exists (select from \(unsafe: service.rawValue).relay_blocked b
                            where b.topic = o.topic and b.partition = o.partition) as published,
                    o.seq = max(o.seq) over (partition by o.partition, o.key) as newest
                from \(unsafe: service.rawValue).outbox o join \(unsafe: service.rawValue).relay_lane l using (lane)
                where o.topic = \(topic)
                    and not exists (select from \(unsafe: service.rawValue).outbox_quarantine q where q.seq = o.seq)
            ) sent join unnest(\(buckets.map(\.partition)), \(buckets.map(\.hour.number))) as wanted (part, slot)
                on wanted.part = sent.partition and wanted.slot = sent.ms / 3600000
            where ms < \(milliseconds.1)
            """
        )
        var messages: [UniqueID: SentMessage] = [:]
        for row in rows {
            let partition: Int32 = try row.decode("partition")
            messages[try row.decode("event_id")] = SentMessage(
                bucket: SentBucket(topic: topic, partition: partition, hour: Hour(try row.decode("hour"))),
                isPublished: try row.decode("published"),
                isNewest: try row.decode("newest")
            )
        }
        return messages
    }

    /// Those of the ids that a service has written, by whatever name of topic.
    func known(_ ids: [UniqueID], to service: ServiceName) async throws -> Set<UniqueID> {
        guard !ids.isEmpty else { return [] }
        let rows = try await pool.query(
            "select event_id from \(unsafe: service.rawValue).outbox where event_id = any(\(ids))"
        )
        return Set(try rows.map { try $0.decode("event_id", as: UniqueID.self) })
    }

    /// What a service has taken, whatever became of it: applied, refused, parked or discarded.
    func taken(by service: ServiceName) async throws -> [TakenBucket: Digest] {
        let (first, last) = milliseconds
        let rows = try await pool.query(
            """
            select type, ms / 3600000 as hour, count(*) as n, bit_xor(low) as hash from (
                select type, \(unsafe: Self.parts(of: "id")) from \(unsafe: service.rawValue).inbox
            ) taken where ms >= \(first) and ms < \(last) group by 1, 2
            """
        )
        var taken: [TakenBucket: Digest] = [:]
        for row in rows {
            taken[TakenBucket(type: try row.decode("type"), hour: Hour(try row.decode("hour")))] = try digest(row)
        }
        return taken
    }

    /// The ids of some buckets that a service has taken.
    func ids(of buckets: [TakenBucket], takenBy service: ServiceName) async throws -> [UniqueID: TakenBucket] {
        let rows = try await pool.query(
            """
            select id, taken.type, ms / 3600000 as hour from (
                select id, type, \(unsafe: Self.parts(of: "id")) from \(unsafe: service.rawValue).inbox
            ) taken join unnest(\(buckets.map(\.type)), \(buckets.map(\.hour.number))) as wanted (kind, slot)
                on wanted.kind = taken.type and wanted.slot = taken.ms / 3600000
            where ms < \(milliseconds.1)
            """
        )
        var ids: [UniqueID: TakenBucket] = [:]
        for row in rows {
            let bucket = TakenBucket(type: try row.decode("type"), hour: Hour(try row.decode("hour")))
            ids[try row.decode("id")] = bucket
        }
        return ids
    }

    private func digest(_ row: Row) throws -> Digest {
        Digest(
            count: try row.decode("n"),
            hash: UInt64(bitPattern: try row.decode("hash", as: Int64.self))
        )
    }
}
