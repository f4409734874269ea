import Database
import Logging
import Messaging
import NotificationsDomain
import ServiceLifecycle
import Vocabulary

/// Hands notifications to their channel, outside any transaction that a message waits for.
///
/// Any number of instances may run: a task is taken by one of them, and taken over when that one dies.
package struct DeliveryWorker: Service {
    private let channel: any DeliveryChannel
    private let runtime: MessagingRuntime
    private let logger: Logger

    package init(channel: any DeliveryChannel, runtime: MessagingRuntime, logger: Logger) {
        self.channel = channel
        self.runtime = runtime
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let pause = await step()
                if pause > .zero { try? await Task.sleep(for: pause) }
            }
        }
    }

    /// - Returns: how long to wait before the next round; nothing while there is work.
    private func step() async -> Duration {
        do {
            return try await deliverDue() > 0 ? .zero : .milliseconds(250)
        } catch {
            let reason = error is DatabaseError ? "\(error)" : "\(type(of: error))"
            logger.warning("a delivery round failed and will be repeated", metadata: ["reason": "\(reason)"])
            return .seconds(2)
        }
    }

    /// One round: takes due tasks, delivers them, and stores and tells what came of it.
    ///
    /// - Returns: how many tasks it took.
    package func deliverDue() async throws -> Int {
        let taken = try await take()
        guard !taken.isEmpty else { return 0 }
        var outcomes: [NotificationID: DeliveryCommand] = [:]
        for notification in taken {
            outcomes[notification.id] = await channel.deliver(notification)
        }
        let reports = try await record(outcomes)
        for report in reports { log(report) }
        return taken.count
    }

    /// Takes due tasks for as long as this channel may need for all of them.
    private func take() async throws -> [CustomerNotification] {
        let name = channel.name.rawValue
        let seconds = channel.lease.components.seconds
        let ids = try await runtime.pool.query(
            """
            with due as (
                select notification_id from delivery_task where channel = \(name) and due_at <= now()
                order by due_at limit \(channel.batchSize) for update skip locked
            )
            update delivery_task as task set due_at = now() + make_interval(secs => \(Double(seconds)))
            from due where task.notification_id = due.notification_id
            returning task.notification_id
            """
        ).map { try $0.decode("notification_id", as: NotificationID.self) }
        guard !ids.isEmpty else { return [] }
        return try await runtime.transaction(Needs(NotificationDocument.self, ids)) { work, _ in
            ids.sorted().compactMap { work[NotificationDocument.self, $0]?.notification }
        }
    }

    private func record(_ outcomes: [NotificationID: DeliveryCommand]) async throws -> [DeliveryReport] {
        try await runtime.transaction(Needs(NotificationDocument.self, Array(outcomes.keys))) { work, _ in
            var reports: [DeliveryReport] = []
            for (id, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
                if let report = try work.record(outcome, of: id) { reports.append(report) }
            }
            return reports
        }
    }

    /// The log channel's line, and for other channels the operator's trace: never personal data.
    private func log(_ report: DeliveryReport) {
        var metadata: Logger.Metadata = [
            "notificationID": "\(report.notification.id)", "caseID": "\(report.notification.caseID)",
            "stage": "\(report.notification.stage.rawValue)", "channel": "\(channel.name.rawValue)",
            "language": "\(report.notification.language.rawValue)", "result": "\(report.result.rawValue)",
        ]
        if let reason = report.reason { metadata["reason"] = "\(reason)" }
        let level: Logger.Level = report.result == .delivered ? .info : .warning
        logger.log(level: level, "notification \(report.result.rawValue)", metadata: metadata)
    }
}

/// A way to the customer.
package protocol DeliveryChannel: Sendable {
    var name: Channel { get }
    /// How many notifications one round takes.
    var batchSize: Int { get }
    /// Longer than a whole round may last; after it another worker may take the same tasks.
    var lease: Duration { get }

    /// Never throws: what goes wrong is the outcome.
    func deliver(_ notification: CustomerNotification) async -> DeliveryCommand
}

/// The log needs nobody else: what is written in the delivery log is delivered.
package struct LogChannel: DeliveryChannel {
    package let name = Channel.log
    package let batchSize = 200
    package let lease = Duration.seconds(60)

    package init() {}

    package func deliver(_ notification: CustomerNotification) async -> DeliveryCommand { .recordDelivery }
}
