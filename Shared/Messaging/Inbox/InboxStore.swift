import Database
import Messages
import Vocabulary

/// The SQL of the inbox: positions, claims, dead letters.
enum InboxStore {
    static func positions(
        of lanes: Set<SequenceTracker.Lane>,
        in transaction: borrowing Transaction
    ) async throws -> [SequenceTracker.Lane: SequenceTracker.Position] {
        let lanes = lanes.sorted()
        let rows = try await transaction.query(
            """
            select topic, partition, source, next_sequence, gap_sequence, gap_requested_at from consumer_sequence
            join unnest(\(lanes.map(\.topic)), \(lanes.map(\.partition)), \(lanes.map(\.source)))
                as wanted (topic, partition, source) using (topic, partition, source)
            order by topic, partition, source for update of consumer_sequence
            """
        )
        var positions: [SequenceTracker.Lane: SequenceTracker.Position] = [:]
        for row in rows {
            let lane = SequenceTracker.Lane(
                topic: try row.decode("topic"),
                partition: try row.decode("partition"),
                source: try row.decode("source")
            )
            positions[lane] = SequenceTracker.Position(
                expected: try row.decode("next_sequence"),
                gap: try row.decode("gap_sequence"),
                lastRequest: try row.decode("gap_requested_at")
            )
        }
        return positions
    }

    static func save(_ positions: [SequenceTracker.Lane: SequenceTracker.Position]) -> Query {
        let sorted = positions.sorted { $0.key < $1.key }
        return """
            insert into consumer_sequence as current
                (topic, partition, source, next_sequence, gap_sequence, gap_since, gap_requested_at)
            select topic, partition, source, next_sequence, gap, case when gap is not null then now() end, asked
            from unnest(\(sorted.map(\.key.topic)), \(sorted.map(\.key.partition)), \(sorted.map(\.key.source)),
                \(sorted.map(\.value.expected)), \(sorted.map(\.value.gap)), \(sorted.map(\.value.lastRequest)))
                as seen (topic, partition, source, next_sequence, gap, asked)
            on conflict (topic, partition, source) do update set next_sequence = excluded.next_sequence,
                gap_sequence = excluded.gap_sequence, gap_requested_at = excluded.gap_requested_at,
                gap_since = case when excluded.gap_sequence is not null
                    then coalesce(current.gap_since, excluded.gap_since) end
            where current.next_sequence <= excluded.next_sequence
            """
    }

    /// Positions whose request to publish again has waited long enough, with the first number missing.
    static func overdueGaps(in transaction: borrowing Transaction) async throws -> [SequenceTracker.Lane: Int64] {
        let rows = try await transaction.query(
            """
            update consumer_sequence set gap_requested_at = now()
            where gap_sequence is not null and gap_requested_at <= now() - \(SequenceTracker.patience)
            returning topic, partition, source, next_sequence
            """
        )
        var missing: [SequenceTracker.Lane: Int64] = [:]
        for row in rows {
            let lane = SequenceTracker.Lane(
                topic: try row.decode("topic"),
                partition: try row.decode("partition"),
                source: try row.decode("source")
            )
            missing[lane] = try row.decode("next_sequence")
        }
        return missing
    }

    /// Claims messages; what comes back is new here.
    static func claim(_ claims: [InboxClaim], in transaction: borrowing Transaction) async throws -> Set<UniqueID> {
        let dated = claims.filter { $0.source == nil }
        let arrivals = claims.filter { $0.source != nil }
        var fresh: Set<UniqueID> = []
        if !dated.isEmpty {
            let rows = try await transaction.query(
                """
                insert into inbox (id, type, outcome)
                select distinct on (id) id, type, 'done' from unnest(\(dated.map(\.id)), \(dated.map(\.type)))
                    as claim (id, type) order by id
                on conflict do nothing returning id
                """
            )
            for row in rows { fresh.insert(try row.decode("id")) }
        }
        if !arrivals.isEmpty {
            let rows = try await transaction.query(
                """
                insert into foreign_inbox (source, foreign_id, id, type, outcome)
                select distinct on (source, foreign_id) source, foreign_id, id, type, 'done'
                from unnest(\(arrivals.compactMap(\.source)), \(arrivals.map(\.foreignID)),
                    \(arrivals.map(\.id)), \(arrivals.map(\.type))) as claim (source, foreign_id, id, type)
                order by source, foreign_id
                on conflict do nothing returning id
                """
            )
            for row in rows { fresh.insert(try row.decode("id")) }
        }
        return fresh
    }

    /// Notes what became of claimed messages other than being done.
    ///
    /// An id of the suite may stand in either table (`InboxWindow`), an integrator's only in the second.
    static func note(_ endings: [MessageEnding]) -> [Query] {
        [("inbox", endings.filter { !$0.isForeign }), ("foreign_inbox", endings)]
            .filter { !$0.1.isEmpty }
            .map { table, endings in
                """
                update \(unsafe: table) set outcome = ended.outcome, reason = ended.reason
                from unnest(\(endings.map(\.id)), \(endings.map(\.outcome)), \(endings.map(\.reason)))
                    as ended (id, outcome, reason)
                where \(unsafe: table).id = ended.id
                """
            }
    }

    private static func keep(
        _ letters: [(record: IncomingRecord, reason: Unreadable)],
        clusterID: String
    ) -> Query {
        """
        insert into dead_letter (cluster_id, topic, partition, log_offset, key, value, headers, code, reason,
            recorded_at, message_id, source, type, correlation_id, traceparent)
        select \(clusterID), * from unnest(\(letters.map(\.record.topic)), \(letters.map(\.record.partition)),
            \(letters.map(\.record.offset)), \(letters.map(\.record.key)), \(letters.map(\.record.value)),
            \(letters.map { JSONText($0.record.headersDocument.text) }), \(letters.map(\.reason.code)),
            \(letters.map(\.reason.reason)), \(letters.map(\.record.timestamp)),
            \(letters.map { $0.reason.attributes?.foreignID ?? $0.reason.attributes?.id.description }),
            \(letters.map { $0.reason.attributes?.source }), \(letters.map { $0.reason.attributes?.type }),
            \(letters.map { $0.reason.attributes?.correlationID }),
            \(letters.map { $0.reason.attributes?.trace?.description }))
        on conflict do nothing returning topic || '[' || partition || ']@' || log_offset as place
        """
    }

    /// Keeps what is no message; returns what had not been kept before.
    static func keep(
        _ letters: [(record: IncomingRecord, reason: Unreadable)],
        clusterID: String,
        in transaction: borrowing Transaction
    ) async throws -> [DeadLetterMirror.Letter] {
        var fresh: Set<String> = []
        for row in try await transaction.query(keep(letters, clusterID: clusterID)) {
            fresh.insert(try row.decode("place"))
        }
        return letters.filter { fresh.remove("\($0.record.topicPartition)@\($0.record.offset)") != nil }
            .map { DeadLetterMirror.Letter($0.record, $0.reason) }
    }
}

/// What became of a claimed message that was not simply done.
struct MessageEnding: Sendable {
    let id: UniqueID
    let isForeign: Bool
    let outcome: String
    let reason: String
}

extension IncomingRecord {
    /// The headers as kept beside a dead letter or a parked message: names with base64 values, duplicates and nulls too.
    var headersDocument: JSONValue {
        .array(
            headers.map { header in
                ["name": .string(header.name), "value": header.value.map { .string($0.base64) } ?? .null]
            }
        )
    }
}
