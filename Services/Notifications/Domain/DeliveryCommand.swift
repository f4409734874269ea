import Vocabulary

/// What an attempt to deliver led to, or what an operator asks.
package enum DeliveryCommand: Equatable, Sendable {
    case recordDelivery
    /// - Parameter isFinal: the channel will never take this message.
    case recordFailure(String, isFinal: Bool)
    case resend
}

extension CustomerNotification {
    /// Attempts before a notification counts as failed.
    package static let attemptLimit = 10

    /// Pure: an empty result means that what is asked already holds, so a repeated report is harmless.
    package func decide(_ command: DeliveryCommand, now: Timestamp) throws(DeliveryRefusal) -> [Event] {
        switch (state, command) {
        case (.pending, .recordDelivery):
            return [.delivered(at: now)]
        case (.pending, .recordFailure(let reason, isFinal: true)):
            return [.failed(.refused(reason))]
        case (.pending(let attempts), .recordFailure(let reason, isFinal: false)):
            guard attempts + 1 < Self.attemptLimit else { return [.failed(.gaveUp(reason))] }
            return [.attemptFailed(retryAt: now + Self.pause(after: attempts + 1))]
        case (.delivered, .recordDelivery), (.failed, .recordFailure), (.pending, .resend):
            return []
        case (.delivered, .recordFailure), (.delivered, .resend):
            throw .alreadyDelivered
        case (.failed, .recordDelivery):
            throw .alreadyFailed
        case (.failed, .resend):
            guard case .message = content else { throw .nothingToSend }
            return [.resent]
        }
    }

    /// Ten seconds after the first failed attempt, doubling up to an hour.
    package static func pause(after failedAttempts: Int) -> Duration {
        let doublings = min(max(failedAttempts - 1, 0), 9)
        return min(.seconds(10 << doublings), .hours(1))
    }
}

/// Why a report on a delivery changes nothing.
package enum DeliveryRefusal: Refusal, Equatable {
    case alreadyDelivered
    case alreadyFailed
    case nothingToSend

    package var code: String {
        switch self {
        case .alreadyDelivered: "already-delivered"
        case .alreadyFailed: "already-failed"
        case .nothingToSend: "nothing-to-send"
        }
    }

    package var explanation: Bilingual {
        switch self {
        case .alreadyDelivered:
            Bilingual(zh: "通知已送达。", en: "The notification is already delivered.")
        case .alreadyFailed:
            Bilingual(zh: "通知已标记为发送失败。", en: "The notification is already recorded as failed.")
        case .nothingToSend:
            Bilingual(zh: "通知没有正文，无法重发。", en: "The notification has no text to send again.")
        }
    }
}
