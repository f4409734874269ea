import Vocabulary

/// The customer may send the goods.
package struct ReturnAuthorisedV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let reason: String
    /// Absent when the rules alone decided.
    package let decidedBy: String?
    package let product: Product
    package let authorisedAt: Timestamp

    package init(
        caseID: CaseID,
        returnID: ReturnID,
        reason: String,
        decidedBy: String? = nil,
        product: Product,
        authorisedAt: Timestamp
    ) {
        self.caseID = caseID
        self.returnID = returnID
        self.reason = reason
        self.decidedBy = decidedBy
        self.product = product
        self.authorisedAt = authorisedAt
    }
}

extension ReturnAuthorisedV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.return-authorised",
        kind: .event,
        topic: .returnsReturnEvents,
        title: Bilingual(zh: "退换货已批准", en: "Return authorised"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("reason", .text),
            .optional("decidedBy", .line),
            .required("product", Product.schema),
            .required("authorisedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
