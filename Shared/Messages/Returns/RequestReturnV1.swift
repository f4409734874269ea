import Vocabulary

/// The customer wants to give the goods back; the id of the return follows from the command's.
package struct RequestReturnV1 {
    package let caseID: CaseID
    package let reason: Wire.ReturnReason
    package let customer: Customer
    package let product: Product
    package let contractDate: CalendarDate?

    package init(
        caseID: CaseID,
        reason: Wire.ReturnReason,
        customer: Customer,
        product: Product,
        contractDate: CalendarDate? = nil
    ) {
        self.caseID = caseID
        self.reason = reason
        self.customer = customer
        self.product = product
        self.contractDate = contractDate
    }
}

extension RequestReturnV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.request-return",
        kind: .command(route: .post("/v1/cases/{caseID}/returns"), roles: [.agent, .customer, .returnsClerk]),
        topic: .returnsReturnCommands,
        title: Bilingual(zh: "申请退换货", en: "Request a return"),
        schema: .object([
            .required("caseID", .uuid),
            .required("reason", Wire.ReturnReason.schema),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .optional("contractDate", .date),
        ])
    )

    package var key: String? { caseID.description }
}
