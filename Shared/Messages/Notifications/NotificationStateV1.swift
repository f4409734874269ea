import Vocabulary

/// One message to one person over one channel.
package struct NotificationStateV1 {
    package let id: NotificationID
    package let caseID: CaseID
    package let status: Wire.NotificationStatus
    package let stage: String
    package let channel: Wire.NotificationChannel
    package let language: Wire.Language
    package let address: Personal<String>?
    /// Absent when it could not be written.
    package let subject: Personal<String>?
    package let body: Personal<String>?
    package let attempts: Int
    package let reason: String?
    package let createdAt: Timestamp
    package let deliveredAt: Timestamp?
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: NotificationID,
        caseID: CaseID,
        status: Wire.NotificationStatus,
        stage: String,
        channel: Wire.NotificationChannel,
        language: Wire.Language,
        address: Personal<String>? = nil,
        subject: Personal<String>? = nil,
        body: Personal<String>? = nil,
        attempts: Int,
        reason: String? = nil,
        createdAt: Timestamp,
        deliveredAt: Timestamp? = nil,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.status = status
        self.stage = stage
        self.channel = channel
        self.language = language
        self.address = address
        self.subject = subject
        self.body = body
        self.attempts = attempts
        self.reason = reason
        self.createdAt = createdAt
        self.deliveredAt = deliveredAt
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension NotificationStateV1: Message, CaseBound {
    package static let contract = Contract(
        "notifications.notification",
        kind: .state(collection: "notifications", filters: ["status", "stage", "channel"]),
        topic: .notificationsNotificationState,
        title: Bilingual(zh: "通知", en: "Notification"),
        schema: .object([
            .required("id", .uuid),
            .required("caseID", .uuid),
            .required("status", Wire.NotificationStatus.schema),
            .required("stage", .code),
            .required("channel", Wire.NotificationChannel.schema),
            .required("language", Wire.Language.schema),
            .optional("address", .email, personal: true),
            .optional("subject", .text, personal: true),
            .optional("body", .letter, personal: true),
            .required("attempts", .count),
            .optional("reason", .text),
            .required("createdAt", .time),
            .optional("deliveredAt", .time),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
