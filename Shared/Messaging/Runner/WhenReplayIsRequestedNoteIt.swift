import Database
import Messages
import Vocabulary

/// A consumer misses messages that this service has sent: the relay that holds the lane publishes them again.
struct WhenReplayIsRequestedNoteIt: MessageHandler {
    let service: ServiceName

    func needs(_ message: Envelope<ReplayRequestedV1>) -> Needs { .none }

    func handle(_ message: Envelope<ReplayRequestedV1>, in work: inout Workspace) throws {
        let request = message.body
        guard request.service == service, request.fromSequence >= 1,
            let topic = Catalogue.topics.first(where: { $0.name == request.topic }),
            (0..<topic.partitions).contains(request.partition)
        else { return }
        work.append(ReplayRow(request: request))
    }
}

extension HandlerRegistration {
    /// Heeds requests of consumers to publish again what they miss; part of every service.
    package static func replayRequests(of service: ServiceName) -> HandlerRegistration {
        .on(WhenReplayIsRequestedNoteIt(service: service))
    }
}

private struct ReplayRow: StoredRow {
    let request: ReplayRequestedV1

    static func insert(_ rows: [ReplayRow], in transaction: borrowing Transaction) async throws {
        let requests = rows.map(\.request)
        try await transaction.execute(
            """
            insert into relay_replay (topic, partition, from_sequence, requested_by)
            select * from unnest(\(requests.map(\.topic)), \(requests.map { Int32($0.partition) }),
                \(requests.map(\.fromSequence)), \(requests.map(\.requestedBy)))
            """
        )
    }
}
