import Vocabulary

/// The proof that personal data were erased, and the order to every service to do so: from here on the keys of these
/// subjects are destroyed wherever they are.
package struct PersonalDataErasedV1 {
    package let erasureID: UniqueID
    /// Cases and members of staff whose keys are destroyed.
    package let subjects: [UniqueID]
    /// Set when a customer was erased.
    package let customerID: UniqueID?
    package let reason: String
    /// Who asked for it; an account, not a person's name.
    package let erasedBy: String
    package let erasedAt: Timestamp

    package init(
        erasureID: UniqueID,
        subjects: [UniqueID],
        customerID: UniqueID? = nil,
        reason: String,
        erasedBy: String,
        erasedAt: Timestamp
    ) {
        self.erasureID = erasureID
        self.subjects = subjects
        self.customerID = customerID
        self.reason = reason
        self.erasedBy = erasedBy
        self.erasedAt = erasedAt
    }
}

extension PersonalDataErasedV1: Message {
    package static let contract = Contract(
        "intake.personal-data-erased",
        kind: .runtime,
        topic: .erasures,
        title: Bilingual(zh: "个人数据已删除", en: "Personal data erased"),
        schema: .object([
            .required("erasureID", .uuid),
            .required("subjects", .array(of: .uuid, maximum: 1000)),
            .optional("customerID", .uuid),
            .required("reason", .text),
            .required("erasedBy", .line),
            .required("erasedAt", .time),
        ])
    )

    package var key: String? { erasureID.description }
}
