import Database
import Messages
import Vocabulary

/// A consumer misses messages that this service has sent: the relay that holds the lane publishes them again.
struct WhenReplayIsRequestedNoteIt: MessageHandler {
    let service: ServiceName

    func needs(_ message: Envelope<ReplayRequestedV1>) -> Needs { .none }

    func handle(_ message: Envelope<ReplayRequestedV1>, in work: inout Workspace) throws {
        guard message.body.service == service else { return }
        work.append(ReplayRow(request: message.body))
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
