import Vocabulary

/// A complaint exists and its clocks run.
package struct ComplaintRegisteredV1 {
    package let caseID: CaseID
    package let complaintID: ComplaintID
    /// What it is about.
    package let object: String
    /// What the customer asks for.
    package let demand: String
    package let facts: Personal<String>
    package let channel: Wire.Channel
    package let urgency: Wire.Urgency
    package let origin: Wire.ComplaintOrigin
    package let customer: Customer?
    package let product: Product?
    /// The survey whose answer it came from.
    package let surveyID: SurveyID?
    package let registeredAt: Timestamp
    package let visitDue: Timestamp
    package let handlingDue: Timestamp

    package init(
        caseID: CaseID,
        complaintID: ComplaintID,
        object: String,
        demand: String,
        facts: Personal<String>,
        channel: Wire.Channel,
        urgency: Wire.Urgency,
        origin: Wire.ComplaintOrigin,
        customer: Customer? = nil,
        product: Product? = nil,
        surveyID: SurveyID? = nil,
        registeredAt: Timestamp,
        visitDue: Timestamp,
        handlingDue: Timestamp
    ) {
        self.caseID = caseID
        self.complaintID = complaintID
        self.object = object
        self.demand = demand
        self.facts = facts
        self.channel = channel
        self.urgency = urgency
        self.origin = origin
        self.customer = customer
        self.product = product
        self.surveyID = surveyID
        self.registeredAt = registeredAt
        self.visitDue = visitDue
        self.handlingDue = handlingDue
    }
}

extension ComplaintRegisteredV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.complaint-registered",
        kind: .event,
        topic: .complaintsComplaintEvents,
        title: Bilingual(zh: "投诉已登记", en: "Complaint registered"),
        schema: .object([
            .required("caseID", .uuid),
            .required("complaintID", .uuid),
            .required("object", .text),
            .required("demand", .text),
            .required("facts", .story, personal: true),
            .required("channel", Wire.Channel.schema),
            .required("urgency", Wire.Urgency.schema),
            .required("origin", Wire.ComplaintOrigin.schema),
            .optional("customer", Customer.schema),
            .optional("product", Product.schema),
            .optional("surveyID", .uuid),
            .required("registeredAt", .time),
            .required("visitDue", .time),
            .required("handlingDue", .time),
        ])
    )

    package var key: String? { caseID.description }
}
