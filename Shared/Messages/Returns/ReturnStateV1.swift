import Vocabulary

/// All that a list or the page of a return shows.
package struct ReturnStateV1 {
    package let id: ReturnID
    package let caseID: CaseID
    package let status: Wire.ReturnStatus
    package let reason: Wire.ReturnReason
    package let customer: Customer
    package let product: Product
    package let contractDate: CalendarDate?
    package let eligibility: Eligibility
    /// What the technician found, when a repair was tried.
    package let repairFinding: String?
    package let requestedAt: Timestamp
    package let decisionReason: String?
    package let decidedBy: String?
    package let decidedAt: Timestamp?
    package let condition: String?
    package let receivedSerialNumber: String?
    package let receivedAt: Timestamp?
    package let disposition: Wire.Disposition?
    /// What the inspection of the goods found.
    package let finding: String?
    package let disposedAt: Timestamp?
    package let settlement: Wire.Settlement?
    package let amount: Money?
    package let replacementSerialNumber: String?
    package let paymentReference: String?
    package let settledAt: Timestamp?
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: ReturnID,
        caseID: CaseID,
        status: Wire.ReturnStatus,
        reason: Wire.ReturnReason,
        customer: Customer,
        product: Product,
        contractDate: CalendarDate? = nil,
        eligibility: Eligibility,
        repairFinding: String? = nil,
        requestedAt: Timestamp,
        decisionReason: String? = nil,
        decidedBy: String? = nil,
        decidedAt: Timestamp? = nil,
        condition: String? = nil,
        receivedSerialNumber: String? = nil,
        receivedAt: Timestamp? = nil,
        disposition: Wire.Disposition? = nil,
        finding: String? = nil,
        disposedAt: Timestamp? = nil,
        settlement: Wire.Settlement? = nil,
        amount: Money? = nil,
        replacementSerialNumber: String? = nil,
        paymentReference: String? = nil,
        settledAt: Timestamp? = nil,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.status = status
        self.reason = reason
        self.customer = customer
        self.product = product
        self.contractDate = contractDate
        self.eligibility = eligibility
        self.repairFinding = repairFinding
        self.requestedAt = requestedAt
        self.decisionReason = decisionReason
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.condition = condition
        self.receivedSerialNumber = receivedSerialNumber
        self.receivedAt = receivedAt
        self.disposition = disposition
        self.finding = finding
        self.disposedAt = disposedAt
        self.settlement = settlement
        self.amount = amount
        self.replacementSerialNumber = replacementSerialNumber
        self.paymentReference = paymentReference
        self.settledAt = settledAt
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension ReturnStateV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.return",
        kind: .state(collection: "returns", filters: ["status", "reason"]),
        topic: .returnsReturnState,
        title: Bilingual(zh: "退换货单", en: "Return"),
        schema: .object([
            .required("id", .uuid),
            .required("caseID", .uuid),
            .required("status", Wire.ReturnStatus.schema),
            .required("reason", Wire.ReturnReason.schema),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .optional("contractDate", .date),
            .required("eligibility", Eligibility.schema),
            .optional("repairFinding", .text),
            .required("requestedAt", .time),
            .optional("decisionReason", .text),
            .optional("decidedBy", .line),
            .optional("decidedAt", .time),
            .optional("condition", .text),
            .optional("receivedSerialNumber", .line),
            .optional("receivedAt", .time),
            .optional("disposition", Wire.Disposition.schema),
            .optional("finding", .text),
            .optional("disposedAt", .time),
            .optional("settlement", Wire.Settlement.schema),
            .optional("amount", Money.schema),
            .optional("replacementSerialNumber", .line),
            .optional("paymentReference", .line),
            .optional("settledAt", .time),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
