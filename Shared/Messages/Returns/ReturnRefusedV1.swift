import Vocabulary

/// The customer keeps the goods.
package struct ReturnRefusedV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let reason: String
    package let decidedBy: String?
    package let refusedAt: Timestamp

    package init(caseID: CaseID, returnID: ReturnID, reason: String, decidedBy: String? = nil, refusedAt: Timestamp) {
        self.caseID = caseID
        self.returnID = returnID
        self.reason = reason
        self.decidedBy = decidedBy
        self.refusedAt = refusedAt
    }
}

extension ReturnRefusedV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.return-refused",
        kind: .event,
        topic: .returnsReturnEvents,
        title: Bilingual(zh: "退换货已拒绝", en: "Return refused"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("reason", .text),
            .optional("decidedBy", .line),
            .required("refusedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
