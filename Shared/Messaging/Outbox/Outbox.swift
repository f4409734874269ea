import Database
import Messages
import Vocabulary

/// The table of what this service has to say.
///
/// Whoever appends does so in the transaction that makes it true, after locking the aggregates concerned; the relay
/// publishes it.
package enum Outbox {
    /// Units of relay ownership per service: so many instances can share the publishing.
    package static let lanes = 4

    /// Adds messages in the order given.
    package static func append(_ messages: [OutboxMessage], in transaction: borrowing Transaction) async throws {
        guard let query = insert(messages) else { return }
        try await transaction.execute(query)
    }

    /// The statement behind `append`, for callers that pipeline it with their own; `nil` when there is nothing to add.
    package static func insert(_ messages: [OutboxMessage]) -> Query? {
        guard !messages.isEmpty else { return nil }
        let partitions = messages.map { Int32($0.partition) }
        let headers = messages.map { message in
            JSONText(JSONValue.object(message.headers.map { .init($0.name, .string($0.value)) }).text)
        }
        return """
            insert into outbox (lane, topic, partition, key, event_id, type, correlation_id, headers, payload)
            select partition % \(Int32(lanes)), topic, partition, key, event_id, type, correlation_id, headers, payload
            from unnest(\(messages.map(\.topic.name)), \(partitions), \(messages.map(\.key)), \(messages.map(\.id)),
                \(messages.map(\.type)), \(messages.map(\.correlationID)), \(headers), \(messages.map(\.payload)))
                with ordinality as message (topic, partition, key, event_id, type, correlation_id, headers, payload,
                    position)
            order by position
            """
    }
}
