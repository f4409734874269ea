import Vocabulary

/// A key under which personal values of one subject are sealed, for the services that may show them.
///
/// On a compacted topic: the erased form takes the place of the key.
package struct SubjectKeyV1 {
    package let keyID: UniqueID
    /// The case or member of staff.
    package let subject: UniqueID
    /// The key under the master key, in base64; `nil` when it was destroyed.
    package let wrapped: String?

    package init(keyID: UniqueID, subject: UniqueID, wrapped: String?) {
        self.keyID = keyID
        self.subject = subject
        self.wrapped = wrapped
    }
}

extension SubjectKeyV1: Message {
    package static let contract = Contract(
        "runtime.subject-key",
        kind: .runtime,
        topic: .subjectKeys,
        title: Bilingual(zh: "个人数据密钥", en: "Key of personal data"),
        schema: .object([
            .required("keyID", .uuid),
            .required("subject", .uuid),
            .optional("wrapped", .string(minimum: 40, maximum: 400)),
        ])
    )

    package var key: String? { keyID.description }
}
