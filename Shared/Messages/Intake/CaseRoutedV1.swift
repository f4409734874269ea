import Vocabulary

/// Says which service takes the case on; it opens its part from what is here.
package struct CaseRoutedV1 {
    package let caseID: CaseID
    package let number: CaseNumber
    package let destination: Wire.Destination
    /// The id of the work order, complaint or return to open; absent for the hotline.
    package let partID: UniqueID?
    package let channel: Wire.Channel
    package let contactType: Wire.ContactType
    package let customer: Customer
    package let product: Product
    package let entitlement: Entitlement
    package let contractDate: CalendarDate?
    package let symptom: Personal<String>
    package let region: String
    package let wishedTime: Timestamp?
    package let arrivalDue: Timestamp?
    package let registeredAt: Timestamp

    package init(
        caseID: CaseID,
        number: CaseNumber,
        destination: Wire.Destination,
        partID: UniqueID? = nil,
        channel: Wire.Channel,
        contactType: Wire.ContactType,
        customer: Customer,
        product: Product,
        entitlement: Entitlement,
        contractDate: CalendarDate? = nil,
        symptom: Personal<String>,
        region: String,
        wishedTime: Timestamp? = nil,
        arrivalDue: Timestamp? = nil,
        registeredAt: Timestamp
    ) {
        self.caseID = caseID
        self.number = number
        self.destination = destination
        self.partID = partID
        self.channel = channel
        self.contactType = contactType
        self.customer = customer
        self.product = product
        self.entitlement = entitlement
        self.contractDate = contractDate
        self.symptom = symptom
        self.region = region
        self.wishedTime = wishedTime
        self.arrivalDue = arrivalDue
        self.registeredAt = registeredAt
    }
}

extension CaseRoutedV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.case-routed",
        kind: .event,
        topic: .intakeCaseEvents,
        title: Bilingual(zh: "服务单已分派至业务环节", en: "Case routed"),
        schema: .object([
            .required("caseID", .uuid),
            .required("number", .caseNumber),
            .required("destination", Wire.Destination.schema),
            .optional("partID", .uuid),
            .required("channel", Wire.Channel.schema),
            .required("contactType", Wire.ContactType.schema),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .required("entitlement", Entitlement.schema),
            .optional("contractDate", .date),
            .required("symptom", .story, personal: true),
            .required("region", .region),
            .optional("wishedTime", .time),
            .optional("arrivalDue", .time),
            .required("registeredAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}

extension CaseRoutedV1 {
    /// The work order to open, when dispatch takes the case.
    package var workOrderID: WorkOrderID? { destination == .dispatch ? partID.map(WorkOrderID.init) : nil }
    /// The complaint to open, when complaints take the case.
    package var complaintID: ComplaintID? { destination == .complaints ? partID.map(ComplaintID.init) : nil }
    /// The return to open, when returns take the case.
    package var returnID: ReturnID? { destination == .returns ? partID.map(ReturnID.init) : nil }
}
