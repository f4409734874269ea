import Vocabulary

/// The customer is dissatisfied; the id of the complaint follows from the command's (CO-01).
package struct FileComplaintV1 {
    package let caseID: CaseID
    /// What it is about.
    package let object: String
    /// What the customer asks for.
    package let demand: String
    package let facts: Personal<String>
    package let channel: Wire.Channel
    package let urgency: Wire.Urgency
    package let customer: Customer?

    package init(
        caseID: CaseID,
        object: String,
        demand: String,
        facts: Personal<String>,
        channel: Wire.Channel,
        urgency: Wire.Urgency,
        customer: Customer? = nil
    ) {
        self.caseID = caseID
        self.object = object
        self.demand = demand
        self.facts = facts
        self.channel = channel
        self.urgency = urgency
        self.customer = customer
    }
}

extension FileComplaintV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.file-complaint",
        kind: .command(route: .post("/v1/cases/{caseID}/complaints"), roles: [.agent, .customer, .complaintHandler]),
        topic: .complaintsComplaintCommands,
        title: Bilingual(zh: "登记投诉", en: "File a complaint"),
        schema: .object([
            .required("caseID", .uuid),
            .required("object", .text),
            .required("demand", .text),
            .required("facts", .story, personal: true),
            .required("channel", Wire.Channel.schema),
            .required("urgency", Wire.Urgency.schema),
            .optional("customer", Customer.schema),
        ])
    )

    package var key: String? { caseID.description }
}
