import Vocabulary

/// Somebody needs service; the command's own id becomes the id of the case.
package struct RegisterServiceRequestV1 {
    package let channel: Wire.Channel
    package let contactType: Wire.ContactType
    package let customer: Customer
    package let product: Product
    package let contractDate: CalendarDate?
    package let symptom: Personal<String>
    package let region: String
    package let wishedTime: Timestamp?
    /// The sender's own number for it.
    package let reference: String?
    /// Solved while the customer was still on the phone (IN-20): no visit is planned.
    package let phoneSolution: String?

    package init(
        channel: Wire.Channel,
        contactType: Wire.ContactType,
        customer: Customer,
        product: Product,
        contractDate: CalendarDate? = nil,
        symptom: Personal<String>,
        region: String,
        wishedTime: Timestamp? = nil,
        reference: String? = nil,
        phoneSolution: String? = nil
    ) {
        self.channel = channel
        self.contactType = contactType
        self.customer = customer
        self.product = product
        self.contractDate = contractDate
        self.symptom = symptom
        self.region = region
        self.wishedTime = wishedTime
        self.reference = reference
        self.phoneSolution = phoneSolution
    }
}

extension RegisterServiceRequestV1: Message {
    package static let contract = Contract(
        "intake.register-service-request",
        kind: .command(route: .post("/v1/service-requests"), roles: [.agent, .customer, .integrator]),
        topic: .intakeCaseCommands,
        title: Bilingual(zh: "登记服务请求", en: "Register a service request"),
        schema: .object([
            .required("channel", Wire.Channel.schema),
            .required("contactType", Wire.ContactType.schema),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .optional("contractDate", .date),
            .required("symptom", .story, personal: true),
            .required("region", .region),
            .optional("wishedTime", .time),
            .optional("reference", .line),
            .optional("phoneSolution", .text),
        ])
    )

    package var key: String? { nil }
}
