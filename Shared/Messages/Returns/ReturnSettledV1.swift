import Vocabulary

/// The customer has another product or the money back.
package struct ReturnSettledV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let settlement: Wire.Settlement
    /// What is paid back; for a refund.
    package let amount: Money?
    package let replacementSerialNumber: String?
    package let paymentReference: String?
    package let settledAt: Timestamp

    package init(
        caseID: CaseID,
        returnID: ReturnID,
        settlement: Wire.Settlement,
        amount: Money? = nil,
        replacementSerialNumber: String? = nil,
        paymentReference: String? = nil,
        settledAt: Timestamp
    ) {
        self.caseID = caseID
        self.returnID = returnID
        self.settlement = settlement
        self.amount = amount
        self.replacementSerialNumber = replacementSerialNumber
        self.paymentReference = paymentReference
        self.settledAt = settledAt
    }
}

extension ReturnSettledV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.return-settled",
        kind: .event,
        topic: .returnsReturnEvents,
        title: Bilingual(zh: "退换货已结算", en: "Return settled"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("settlement", Wire.Settlement.schema),
            .optional("amount", Money.schema),
            .optional("replacementSerialNumber", .line),
            .optional("paymentReference", .line),
            .required("settledAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
