import Vocabulary

/// A case exists and its clocks run.
package struct CaseRegisteredV1 {
    package let caseID: CaseID
    package let number: CaseNumber
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
    package let arrivalDue: Timestamp?

    package init(
        caseID: CaseID,
        number: CaseNumber,
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
        arrivalDue: Timestamp? = nil
    ) {
        self.caseID = caseID
        self.number = number
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
        self.arrivalDue = arrivalDue
    }
}

extension CaseRegisteredV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.case-registered",
        kind: .event,
        topic: .intakeCaseEvents,
        title: Bilingual(zh: "服务单已登记", en: "Case registered"),
        schema: .object([
            .required("caseID", .uuid),
            .required("number", .caseNumber),
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
            .optional("arrivalDue", .time),
        ])
    )

    package var key: String? { caseID.description }
}
