import Messages
import Messaging
import NotificationsDomain
import Vocabulary

/// A notification as it is stored.
package struct NotificationDocument: StoredDocument {
    package typealias Key = NotificationID

    package private(set) var notification: CustomerNotification
    package let createdAt: Timestamp

    package init(_ notification: CustomerNotification, createdAt: Timestamp) {
        self.notification = notification
        self.createdAt = createdAt
    }

    package mutating func apply(_ event: CustomerNotification.Event) {
        notification = notification.applying(event)
    }
}

extension NotificationDocument {
    package static let table = "notification"

    package static let columns: [DocumentColumn<NotificationDocument>] = [
        .uuid("case_id") { $0.notification.caseID.value },
        .text("person") { $0.notification.identity.person },
        .uuid("event_id") { $0.notification.identity.eventID },
        .text("channel") { $0.notification.identity.channel.rawValue },
        .text("stage") { $0.notification.stage.rawValue },
        .text("status") { $0.notification.state.status.rawValue },
    ]

    package func snapshot(id: NotificationID, version: Int64, at time: Timestamp) -> (any Message)? {
        stateMessage(version: version, at: time)
    }

    func stateMessage(version: Int64, at time: Timestamp) -> NotificationStateV1 {
        NotificationStateV1(
            id: notification.id,
            caseID: notification.caseID,
            status: Wire.NotificationStatus(rawValue: notification.state.status.rawValue) ?? .unknown,
            stage: notification.stage.rawValue,
            channel: Wire.NotificationChannel(notification.identity.channel),
            language: Wire.Language(notification.language),
            address: notification.letter?.address,
            subject: notification.letter?.subject,
            body: notification.letter?.body,
            attempts: notification.attempts,
            reason: notification.failure?.reason,
            createdAt: createdAt,
            deliveredAt: notification.deliveredAt,
            version: version,
            updatedAt: time
        )
    }

    /// What the outside hears of an event; `nil` for an attempt that will be repeated.
    func message(for event: CustomerNotification.Event, at time: Timestamp) -> (any Message)? {
        switch event {
        case .attemptFailed, .resent: nil
        case .delivered(let time): deliveredMessage(at: time)
        case .failed(let failure): failedMessage(failure, at: time)
        }
    }

    private func deliveredMessage(at time: Timestamp) -> NotificationDeliveredV1 {
        NotificationDeliveredV1(
            caseID: notification.caseID,
            notificationID: notification.id,
            stage: notification.stage.rawValue,
            channel: Wire.NotificationChannel(notification.identity.channel),
            language: Wire.Language(notification.language),
            deliveredAt: time
        )
    }

    func failedMessage(_ failure: DeliveryFailure, at time: Timestamp) -> NotificationFailedV1 {
        NotificationFailedV1(
            caseID: notification.caseID,
            notificationID: notification.id,
            stage: notification.stage.rawValue,
            channel: Wire.NotificationChannel(notification.identity.channel),
            language: Wire.Language(notification.language),
            reason: failure.reason,
            failedAt: time
        )
    }
}

extension Wire.NotificationChannel {
    init(_ channel: Channel) { self = Self(rawValue: channel.rawValue) ?? .unknown }
}

extension Wire.Language {
    init(_ language: Language) { self = Self(rawValue: language.rawValue) ?? .unknown }
}

extension DeliveryFailure {
    /// Stable, in kebab case, with what people need behind it; never personal data.
    package var reason: String {
        switch self {
        case .rendering(let failure): "\(failure.code): \(failure.explanation.zh) \(failure.explanation.en)"
        case .refused(let detail): "refused: \(detail)"
        case .gaveUp(let detail): "gave-up: \(detail)"
        }
    }
}
