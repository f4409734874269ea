import Database
import Messaging
import NotificationsDomain
import Vocabulary

/// One line of the delivery log (NO-32).
struct DeliveryAttempt: StoredRow {
    enum Result: String {
        case delivered, deferred, failed
    }

    let notification: CustomerNotification
    let result: Result
    let reason: String?
    let at: Timestamp

    static func insert(_ rows: [DeliveryAttempt], in transaction: borrowing Transaction) async throws {
        let sent = rows.map { $0.result == .delivered ? $0.notification.letter : nil }
        try await transaction.execute(
            """
            insert into delivery_log (notification_id, channel, result, reason, subject, body, at)
            select * from unnest(\(rows.map(\.notification.id)), \(rows.map(\.notification.identity.channel.rawValue)),
                \(rows.map(\.result.rawValue)), \(rows.map(\.reason)), \(sent.map { $0?.subject.wireText }),
                \(sent.map { $0?.body.wireText }), \(rows.map(\.at)))
            """
        )
    }
}

/// A task that is done, or due again later.
struct TaskChange: StoredRow {
    let notificationID: NotificationID
    /// `nil` when there is nothing left to do.
    let pause: Duration?

    static func insert(_ rows: [TaskChange], in transaction: borrowing Transaction) async throws {
        let done = rows.filter { $0.pause == nil }
        let later = rows.filter { $0.pause != nil }
        let seconds = later.map { Double($0.pause?.microseconds ?? 0) / 1_000_000 }
        try await transaction.pipeline([
            "delete from delivery_task where notification_id = any(\(done.map(\.notificationID)))",
            """
            update delivery_task set due_at = now() + make_interval(secs => changed.seconds)
            from unnest(\(later.map(\.notificationID)), \(seconds)) as changed (id, seconds)
            where notification_id = changed.id
            """,
        ])
    }
}
