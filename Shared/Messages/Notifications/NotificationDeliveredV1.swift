import Vocabulary

/// The customer was told.
package struct NotificationDeliveredV1 {
    package let caseID: CaseID
    package let notificationID: NotificationID
    /// Code of the template's stage: `visit-scheduled`.
    package let stage: String
    package let channel: Wire.NotificationChannel
    package let language: Wire.Language
    package let deliveredAt: Timestamp

    package init(
        caseID: CaseID,
        notificationID: NotificationID,
        stage: String,
        channel: Wire.NotificationChannel,
        language: Wire.Language,
        deliveredAt: Timestamp
    ) {
        self.caseID = caseID
        self.notificationID = notificationID
        self.stage = stage
        self.channel = channel
        self.language = language
        self.deliveredAt = deliveredAt
    }
}

extension NotificationDeliveredV1: Message, CaseBound {
    package static let contract = Contract(
        "notifications.notification-delivered",
        kind: .event,
        topic: .notificationsNotificationEvents,
        title: Bilingual(zh: "通知已送达", en: "Notification delivered"),
        schema: .object([
            .required("caseID", .uuid),
            .required("notificationID", .uuid),
            .required("stage", .code),
            .required("channel", Wire.NotificationChannel.schema),
            .required("language", Wire.Language.schema),
            .required("deliveredAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
