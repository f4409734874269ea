import Messages
import Messaging
import NotificationsDomain
import Vocabulary

/// What came of one attempt.
struct DeliveryReport: Sendable {
    let notification: CustomerNotification
    let result: DeliveryAttempt.Result
    let reason: String?
}

extension Workspace {
    /// Stores and tells what an attempt led to; a second report of the same end changes nothing.
    mutating func record(_ outcome: DeliveryCommand, of id: NotificationID) throws -> DeliveryReport? {
        guard var document = self[NotificationDocument.self, id] else { return nil }
        do {
            let events = try document.notification.decide(outcome, now: now)
            guard let event = events.last else {
                append(TaskChange(notificationID: id, pause: nil))
                return nil
            }
            document.apply(event)
            self[NotificationDocument.self, id] = document
            if let message = document.message(for: event, at: now) { try emit(message) }
            return note(event, outcome, of: document.notification)
        } catch is DeliveryRefusal {
            append(TaskChange(notificationID: id, pause: nil))  // another worker was faster
            return nil
        }
    }

    private mutating func note(
        _ event: CustomerNotification.Event,
        _ outcome: DeliveryCommand,
        of notification: CustomerNotification
    ) -> DeliveryReport {
        let (result, reason, pause): (DeliveryAttempt.Result, String?, Duration?) =
            switch event {
            case .delivered, .resent: (.delivered, nil, nil)
            case .failed(let failure): (.failed, failure.reason, nil)
            case .attemptFailed(let retryAt): (.deferred, outcome.detail, retryAt - now)
            }
        append(TaskChange(notificationID: notification.id, pause: pause))
        append(DeliveryAttempt(notification: notification, result: result, reason: reason, at: now))
        return DeliveryReport(notification: notification, result: result, reason: reason)
    }
}

extension DeliveryCommand {
    fileprivate var detail: String? {
        switch self {
        case .recordFailure(let detail, _): detail
        case .recordDelivery, .resend: nil
        }
    }
}
