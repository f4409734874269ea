import Database
import Messages
import Vocabulary

/// A message that waits in the lane of its key.
struct ParkedMessage: Sendable {
    let key: String
    let record: IncomingRecord
    let reason: String
}

/// The SQL of parked lanes.
enum ParkingStore {
    /// The keys that have a lane, locked against a retry that would empty it meanwhile.
    static func lock(_ keys: Set<String>, in transaction: borrowing Transaction) async throws -> Set<String> {
        guard !keys.isEmpty else { return [] }
        let rows = try await transaction.query(
            "select key from parked_lane where key = any(\(keys.sorted())) order by key for share"
        )
        return Set(try rows.map { try $0.decode("key", as: String.self) })
    }

    static func park(_ messages: [ParkedMessage]) -> [Query] {
        guard !messages.isEmpty else { return [] }
        var firstReason: [String: String] = [:]
        for message in messages where firstReason[message.key] == nil {
            firstReason[message.key] = message.reason
        }
        let lanes = firstReason.sorted { $0.key < $1.key }
        let records = messages.map(\.record)
        return [
            """
            insert into parked_lane (key, state, reason, attempts, next_attempt_at)
            select key, 'waiting', reason, 0, now() + interval '500 milliseconds'
            from unnest(\(lanes.map(\.key)), \(lanes.map(\.value))) as lane (key, reason)
            on conflict do nothing
            """,
            """
            insert into parked_message (key, topic, partition, log_offset, record_key, value, headers)
            select key, topic, partition, log_offset, record_key, value, headers
            from unnest(\(messages.map(\.key)), \(records.map(\.topic)), \(records.map(\.partition)),
                \(records.map(\.offset)), \(records.map(\.key)), \(records.map(\.value)),
                \(records.map { JSONText($0.headersDocument.text) })) with ordinality
                as parked (key, topic, partition, log_offset, record_key, value, headers, position)
            order by position
            """,
        ]
    }

    /// Locks a lane that is due and that no other instance works on; `nil` when there is none.
    static func lockNextDue(in transaction: borrowing Transaction) async throws -> String? {
        let rows = try await transaction.query(
            """
            select key from parked_lane where state = 'waiting' and next_attempt_at <= now()
            order by next_attempt_at limit 1 for update skip locked
            """
        )
        return try rows.first?.decode("key", as: String.self)
    }

    static func messages(
        of key: String,
        atMost limit: Int,
        in transaction: borrowing Transaction
    ) async throws -> [(position: Int64, record: IncomingRecord)] {
        let rows = try await transaction.query(
            """
            select position, topic, partition, log_offset, record_key, value, headers
            from parked_message where key = \(key) order by position limit \(limit)
            """
        )
        return try rows.map { row in
            let headers = try JSONParser.parse(Array(try row.decode("headers", as: JSONText.self).text.utf8))
            let record = IncomingRecord(
                topic: try row.decode("topic"),
                partition: try row.decode("partition"),
                offset: try row.decode("log_offset"),
                key: try row.decode("record_key", as: [UInt8]?.self),
                value: try row.decode("value", as: [UInt8]?.self),
                headers: [KafkaHeader](document: headers)
            )
            return (try row.decode("position", as: Int64.self), record)
        }
    }

    /// Takes handled messages out and closes the lane when it is empty, or notes the next attempt.
    static func settle(_ key: String, handled: [Int64], reason: String?) -> [Query] {
        var queries: [Query] = []
        if !handled.isEmpty {
            queries.append("delete from parked_message where position = any(\(handled))")
        }
        if let reason {
            queries.append(
                """
                update parked_lane set reason = \(reason), attempts = attempts + 1,
                    state = case when attempts >= 19 then 'dead' else 'waiting' end,
                    next_attempt_at = now() + least(interval '15 minutes',
                        interval '1 second' * power(2, least(attempts, 12)) * (0.8 + random() * 0.4))
                where key = \(key)
                """
            )
        } else {
            queries.append(
                """
                delete from parked_lane where key = \(key)
                    and not exists (select from parked_message where key = \(key))
                """
            )
        }
        return queries
    }
}

extension [KafkaHeader] {
    /// Reads what `IncomingRecord.headersDocument` wrote.
    init(document: JSONValue) {
        guard case .array(let items) = document else {
            self = []
            return
        }
        self = items.compactMap { item in
            guard let name = item["name"]?.stringValue else { return nil }
            return KafkaHeader(name: name, value: item["value"]?.stringValue.flatMap([UInt8].init(base64:)))
        }
    }
}
