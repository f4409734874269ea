import Database
import Messages
import Messaging
import ServiceKit
import ServiceLifecycle

/// The notifications service on one screen.
package enum NotificationsWiring {
    package static let migrations = [
        Migration(
            number: 1,
            name: "create_notification",
            sql: text(PackageResources._001_create_notification_sql)
        ),
        Migration(
            number: 2,
            name: "seed_templates",
            sql: text(PackageResources._002_seed_templates_sql)
        ),
    ]

    /// What read models can be rebuilt from.
    package static let snapshots: [SnapshotSource] = [.of(NotificationDocument.self, as: NotificationStateV1.self)]

    package static let handlers: [HandlerRegistration] = [
        .on(WhenCaseIsRegisteredLearnContact()),
        .on(TellCustomer.whenVisitIsScheduled),
        .on(TellCustomer.whenWorkWaitsForParts),
        .on(TellCustomer.whenPartsAreShort),
        .on(TellCustomer.whenWorkIsCompleted),
        .on(TellCustomer.whenReturnIsAuthorised),
        .on(TellCustomer.whenReturnIsRefused),
        .on(TellCustomer.whenReturnIsSettled),
        .on(TellCustomer.whenSurveyIsInvited),
        .on(TellCustomer.whenComplaintIsRegistered),
        .on(TellCustomer.whenComplaintIsAcknowledged),
        .on(TellCustomer.whenComplaintIsAnswered),
        .on(TellCustomer.whenComplaintIsClosed),
        .on(TellCustomer.whenCaseIsClosed),
        // letters are opened when they leave the house
        .subjectKeys,
    ]

    package static let definition = ServiceDefinition(
        service: .notifications,
        migrations: migrations,
        handlers: handlers,
        snapshots: snapshots,
        components: { context in
            var channels: [any DeliveryChannel] = [LogChannel()]
            if let mail = context.configuration.mail {
                channels.append(try MailChannel(mail, revealer: context.revealer))
            }
            let workers = channels.map { channel in
                DeliveryWorker(channel: channel, runtime: context.runtime, logger: context.logger)
            }
            return workers + [
                MailSwitch(
                    runtime: context.runtime,
                    isOpen: context.configuration.mail != nil,
                    logger: context.logger
                )
            ]
        }
    )

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
