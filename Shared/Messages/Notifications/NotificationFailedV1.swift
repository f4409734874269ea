import Vocabulary

/// The customer was not told, and nothing tries again by itself.
package struct NotificationFailedV1 {
    package let caseID: CaseID
    package let notificationID: NotificationID
    /// Code of the template's stage: `visit-scheduled`.
    package let stage: String
    package let channel: Wire.NotificationChannel
    package let language: Wire.Language
    /// Stable, in kebab case, with what people need behind it.
    package let reason: String
    package let failedAt: Timestamp

    package init(
        caseID: CaseID,
        notificationID: NotificationID,
        stage: String,
        channel: Wire.NotificationChannel,
        language: Wire.Language,
        reason: String,
        failedAt: Timestamp
    ) {
        self.caseID = caseID
        self.notificationID = notificationID
        self.stage = stage
        self.channel = channel
        self.language = language
        self.reason = reason
        self.failedAt = failedAt
    }
}

extension NotificationFailedV1: Message, CaseBound {
    package static let contract = Contract(
        "notifications.notification-failed",
        kind: .event,
        topic: .notificationsNotificationEvents,
        title: Bilingual(zh: "通知发送失败", en: "Notification failed"),
        schema: .object([
            .required("caseID", .uuid),
            .required("notificationID", .uuid),
            .required("stage", .code),
            .required("channel", Wire.NotificationChannel.schema),
            .required("language", Wire.Language.schema),
            .required("reason", .text),
            .required("failedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
