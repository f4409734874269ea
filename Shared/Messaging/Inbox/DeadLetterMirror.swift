import Database
import Messages
import Vocabulary

/// Copies of what cannot be handled, on `<topic>.dlq.<group>` for tools outside the suite.
///
/// They go through the outbox in the transaction that gives a message up, so a copy is there exactly when the message is
/// dead. The record keeps its key, bytes and headers; what happened to it stands in headers that begin with `dlq_`.
struct DeadLetterMirror: Sendable {
    let service: ServiceName

    static let type = "aftercare.runtime.dead-letter.v1"
    /// Original headers that are sent along, in bytes; further ones stay in the database.
    static let headerBudget = 32_768
    /// Of a body that no outbox takes, so much is sent.
    static let headBytes = 4096

    init(_ service: ServiceName) {
        self.service = service
    }

    /// What is told of one record.
    struct Letter {
        let record: IncomingRecord
        let attributes: Attributes?
        let code: String
        let reason: String
        let attempts: Int
        let state: String
    }

    func copies(of letters: [Letter], at time: Timestamp) -> [OutboxMessage] {
        letters.enumerated().map { index, letter in
            OutboxMessage(letter, of: service, id: .version7(at: time, counter: index), at: time)
        }
    }

    /// Sends a copy of every message of a lane that has died, unless it was sent before.
    func mirrorLane(_ key: String, in transaction: borrowing Transaction) async throws {
        while true {
            let rows = try await transaction.query(
                """
                update parked_message m set mirrored_at = now()
                from (select position from parked_message where key = \(key) and mirrored_at is null
                    order by position limit 50) next
                where m.position = next.position
                returning m.position, attempts, cluster_id, topic, partition, log_offset, record_key, value, headers,
                    recorded_at, code, coalesce(last_error, 'waits behind an earlier message of its key') as error,
                    now() as time
                """
            )
            let letters = try rows.map { row in
                let position = try row.decode("position", as: Int64.self)
                return (position, try letter(row), try row.decode("time", as: Timestamp.self))
            }.sorted { $0.0 < $1.0 }
            guard let time = letters.first?.2 else { return }
            try await Outbox.append(copies(of: letters.map(\.1), at: time), in: transaction)
        }
    }

    private func letter(_ row: Row) throws -> Letter {
        let record = try ParkingStore.record(row)
        return Letter(
            record: record,
            attributes: try? CloudEvent(record).attributes,
            code: try row.decode("code"),
            reason: try row.decode("error"),
            attempts: try row.decode("attempts"),
            state: LaneState.dead.rawValue
        )
    }
}

extension DeadLetterMirror.Letter {
    /// Bytes that are no message.
    init(_ record: IncomingRecord, _ unreadable: Unreadable) {
        self.init(
            record: record,
            attributes: unreadable.attributes,
            code: unreadable.code,
            reason: unreadable.reason,
            attempts: 0,
            state: "letter"
        )
    }
}

extension OutboxMessage {
    fileprivate init(_ letter: DeadLetterMirror.Letter, of service: ServiceName, id: UniqueID, at time: Timestamp) {
        let record = letter.record
        let value = record.value ?? []
        let fits = value.count <= CloudEvent.maximumBytes
        self.id = id
        type = DeadLetterMirror.type
        topic = .deadLetters(of: record.topic, for: service)
        key = letter.attributes?.key ?? record.textKey ?? id.description
        correlationID = letter.attributes?.correlationID
        payload = fits ? value : Array(value.prefix(DeadLetterMirror.headBytes))
        var headers: [(name: String, value: String)] = [
            (HeaderName.version, "1.0"), (HeaderName.id, id.description), (HeaderName.source, service.source),
            (HeaderName.type, DeadLetterMirror.type), (HeaderName.time, time.description),
            (HeaderName.partitionKey, key), ("dlq_code", letter.code), ("dlq_reason", letter.reason),
            ("dlq_state", letter.state), ("dlq_service", service.rawValue), ("dlq_topic", record.topic),
            ("dlq_partition", String(record.partition)), ("dlq_offset", String(record.offset)),
            ("dlq_attempts", String(letter.attempts)), ("dlq_bytes", String(value.count)),
        ]
        if let correlation = correlationID { headers.append((HeaderName.correlation, correlation.description)) }
        if let trace = letter.attributes?.trace { headers.append((HeaderName.traceparent, trace.description)) }
        if record.value == nil { headers.append(("dlq_value", "null")) }
        if !fits {
            let note = "the first \(payload.count) bytes; all of them are in \(service.rawValue).dead_letter"
            headers.append(("dlq_truncated", note))
        }
        self.headers = headers + record.mirroredHeaders
    }
}

extension IncomingRecord {
    /// The key, when it is text that a row can hold.
    fileprivate var textKey: String? {
        guard let key, key.count <= CloudEvent.maximumKeyBytes, !key.contains(0) else { return nil }
        return String(validating: key, as: UTF8.self)
    }

    /// The headers as they came: each text once under its name, all others in one base64 document.
    fileprivate var mirroredHeaders: [(name: String, value: String)] {
        var texts: [(name: String, value: String)] = []
        var others: [JSONValue] = []
        var left = DeadLetterMirror.headerBudget
        var isCut = false
        for header in headers {
            let size = header.name.utf8.count + (header.value?.count ?? 0)
            guard size <= left else {
                isCut = true
                continue
            }
            left -= size
            if headers.filter({ $0.name == header.name }).count == 1, let value = header.value,
                let text = String(validating: value, as: UTF8.self), !text.contains("\u{0}")
            {
                texts.append(("original_\(header.name)", text))
            } else {
                let value = header.value.map { JSONValue.string($0.base64) } ?? .null
                others.append(["name": .string(header.name), "value": value])
            }
        }
        if !others.isEmpty { texts.append(("dlq_headers_base64", JSONValue.array(others).text)) }
        if isCut { texts.append(("dlq_headers_truncated", "true")) }
        return texts
    }
}
