import Vocabulary

/// Gives the customer another product or the money back.
package struct SettleReturnV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let settlement: Wire.Settlement
    /// What is paid back; for a refund.
    package let amount: Money?
    package let replacementSerialNumber: String?
    package let paymentReference: String?

    package init(
        caseID: CaseID,
        returnID: ReturnID,
        settlement: Wire.Settlement,
        amount: Money? = nil,
        replacementSerialNumber: String? = nil,
        paymentReference: String? = nil
    ) {
        self.caseID = caseID
        self.returnID = returnID
        self.settlement = settlement
        self.amount = amount
        self.replacementSerialNumber = replacementSerialNumber
        self.paymentReference = paymentReference
    }
}

extension SettleReturnV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.settle-return",
        kind: .command(route: .post("/v1/cases/{caseID}/returns/{returnID}/settlement"), roles: [.returnsClerk]),
        topic: .returnsReturnCommands,
        title: Bilingual(zh: "结算退换货", en: "Settle a return"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("settlement", Wire.Settlement.schema),
            .optional("amount", Money.schema),
            .optional("replacementSerialNumber", .line),
            .optional("paymentReference", .line),
        ])
    )

    package var key: String? { caseID.description }
}
