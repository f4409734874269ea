import Vocabulary

/// A return exists, with what the rules say about it.
package struct ReturnRequestedV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let reason: Wire.ReturnReason
    package let customer: Customer
    package let product: Product
    package let contractDate: CalendarDate?
    package let eligibility: Eligibility
    /// What the technician found, when a repair was tried.
    package let finding: String?
    package let requestedAt: Timestamp

    package init(
        caseID: CaseID,
        returnID: ReturnID,
        reason: Wire.ReturnReason,
        customer: Customer,
        product: Product,
        contractDate: CalendarDate? = nil,
        eligibility: Eligibility,
        finding: String? = nil,
        requestedAt: Timestamp
    ) {
        self.caseID = caseID
        self.returnID = returnID
        self.reason = reason
        self.customer = customer
        self.product = product
        self.contractDate = contractDate
        self.eligibility = eligibility
        self.finding = finding
        self.requestedAt = requestedAt
    }
}

extension ReturnRequestedV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.return-requested",
        kind: .event,
        topic: .returnsReturnEvents,
        title: Bilingual(zh: "退换货已申请", en: "Return requested"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("reason", Wire.ReturnReason.schema),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .optional("contractDate", .date),
            .required("eligibility", Eligibility.schema),
            .optional("finding", .text),
            .required("requestedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
