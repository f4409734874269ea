import Vocabulary

/// All that a list or the page of a case shows.
package struct CaseStateV1 {
    package let id: CaseID
    package let caseID: CaseID
    package let number: CaseNumber
    package let status: Wire.CaseStatus
    package let channel: Wire.Channel
    package let contactType: Wire.ContactType
    package let customer: Customer
    package let product: Product
    package let entitlement: Entitlement
    package let contractDate: CalendarDate?
    package let symptom: Personal<String>
    package let region: String
    package let wishedTime: Timestamp?
    package let reference: String?
    package let registeredAt: Timestamp
    package let responseDue: Timestamp
    package let respondedAt: Timestamp?
    package let arrivalDue: Timestamp?
    package let arrivedAt: Timestamp?
    /// Absent until the technician has arrived.
    package let repairDue: Timestamp?
    package let repairedAt: Timestamp?
    /// The repair clock stands still while parts are awaited.
    package let isRepairPaused: Bool
    package let breachedClocks: [Wire.CaseClock]
    package let parts: [CasePart]
    /// How it was solved on the phone.
    package let phoneSolution: String?
    package let outcome: Wire.CaseOutcome?
    package let closedAt: Timestamp?
    package let cancellationReason: String?
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: CaseID,
        caseID: CaseID,
        number: CaseNumber,
        status: Wire.CaseStatus,
        channel: Wire.Channel,
        contactType: Wire.ContactType,
        customer: Customer,
        product: Product,
        entitlement: Entitlement,
        contractDate: CalendarDate? = nil,
        symptom: Personal<String>,
        region: String,
        wishedTime: Timestamp? = nil,
        reference: String? = nil,
        registeredAt: Timestamp,
        responseDue: Timestamp,
        respondedAt: Timestamp? = nil,
        arrivalDue: Timestamp? = nil,
        arrivedAt: Timestamp? = nil,
        repairDue: Timestamp? = nil,
        repairedAt: Timestamp? = nil,
        isRepairPaused: Bool,
        breachedClocks: [Wire.CaseClock],
        parts: [CasePart],
        phoneSolution: String? = nil,
        outcome: Wire.CaseOutcome? = nil,
        closedAt: Timestamp? = nil,
        cancellationReason: String? = nil,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.number = number
        self.status = status
        self.channel = channel
        self.contactType = contactType
        self.customer = customer
        self.product = product
        self.entitlement = entitlement
        self.contractDate = contractDate
        self.symptom = symptom
        self.region = region
        self.wishedTime = wishedTime
        self.reference = reference
        self.registeredAt = registeredAt
        self.responseDue = responseDue
        self.respondedAt = respondedAt
        self.arrivalDue = arrivalDue
        self.arrivedAt = arrivedAt
        self.repairDue = repairDue
        self.repairedAt = repairedAt
        self.isRepairPaused = isRepairPaused
        self.breachedClocks = breachedClocks
        self.parts = parts
        self.phoneSolution = phoneSolution
        self.outcome = outcome
        self.closedAt = closedAt
        self.cancellationReason = cancellationReason
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension CaseStateV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.case",
        kind: .state(collection: "cases", filters: ["status", "region", "channel", "contactType"]),
        topic: .intakeCaseState,
        title: Bilingual(zh: "服务单", en: "Case"),
        schema: .object([
            .required("id", .uuid),
            .required("caseID", .uuid),
            .required("number", .caseNumber),
            .required("status", Wire.CaseStatus.schema),
            .required("channel", Wire.Channel.schema),
            .required("contactType", Wire.ContactType.schema),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .required("entitlement", Entitlement.schema),
            .optional("contractDate", .date),
            .required("symptom", .story, personal: true),
            .required("region", .region),
            .optional("wishedTime", .time),
            .optional("reference", .line),
            .required("registeredAt", .time),
            .required("responseDue", .time),
            .optional("respondedAt", .time),
            .optional("arrivalDue", .time),
            .optional("arrivedAt", .time),
            .optional("repairDue", .time),
            .optional("repairedAt", .time),
            .required("isRepairPaused", .boolean),
            .required("breachedClocks", .array(of: Wire.CaseClock.schema, maximum: 3)),
            .required("parts", .array(of: CasePart.schema, maximum: 100)),
            .optional("phoneSolution", .text),
            .optional("outcome", Wire.CaseOutcome.schema),
            .optional("closedAt", .time),
            .optional("cancellationReason", .text),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
