import Messages
import Vocabulary

extension Problem {
    /// A business reason: the request was understood, but what it asks for does not hold now.
    init(_ refusal: any Refusal) {
        self.init(
            type: "urn:aftercare:problem:\(refusal.code)",
            title: "The command was refused",
            status: 409,
            detail: refusal.explanation.en,
            detailZh: refusal.explanation.zh,
            code: refusal.code
        )
    }

    /// A body that breaks its schema.
    package init(_ faults: [FieldFault]) {
        self.init(
            type: "urn:aftercare:problem:invalid",
            title: "The message does not match its schema",
            status: 422,
            detail: "Correct the fields named in errors and send it again.",
            detailZh: "请更正 errors 中列出的字段后重新发送。",
            code: "invalid",
            errors: faults.prefix(50).map(\.shortened)
        )
    }
}

extension FieldFault {
    /// With a pointer that fits into an outcome, however long the member names were.
    fileprivate var shortened: FieldFault {
        FieldFault(pointer: String(pointer.unicodeScalars.prefix(200)), code: code, detail: detail)
    }
}
