import Vocabulary

/// All that a list or the page of a complaint shows.
package struct ComplaintStateV1 {
    package let id: ComplaintID
    package let caseID: CaseID
    package let status: Wire.ComplaintStatus
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
    package let surveyID: SurveyID?
    package let registeredAt: Timestamp
    package let visitDue: Timestamp
    package let handlingDue: Timestamp
    package let breachedClocks: [Wire.ComplaintClock]
    package let owner: String?
    package let acknowledgedAt: Timestamp?
    package let validity: Wire.Validity?
    package let decision: String?
    package let measure: String?
    package let answeredAt: Timestamp?
    /// How often the customer did not accept the answer.
    package let reopenCount: Int
    package let closedAt: Timestamp?
    /// The last remark on the way.
    package let note: Personal<String>?
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: ComplaintID,
        caseID: CaseID,
        status: Wire.ComplaintStatus,
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
        handlingDue: Timestamp,
        breachedClocks: [Wire.ComplaintClock],
        owner: String? = nil,
        acknowledgedAt: Timestamp? = nil,
        validity: Wire.Validity? = nil,
        decision: String? = nil,
        measure: String? = nil,
        answeredAt: Timestamp? = nil,
        reopenCount: Int,
        closedAt: Timestamp? = nil,
        note: Personal<String>? = nil,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.status = status
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
        self.breachedClocks = breachedClocks
        self.owner = owner
        self.acknowledgedAt = acknowledgedAt
        self.validity = validity
        self.decision = decision
        self.measure = measure
        self.answeredAt = answeredAt
        self.reopenCount = reopenCount
        self.closedAt = closedAt
        self.note = note
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension ComplaintStateV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.complaint",
        kind: .state(collection: "complaints", filters: ["status", "urgency", "owner"]),
        topic: .complaintsComplaintState,
        title: Bilingual(zh: "投诉", en: "Complaint"),
        schema: .object([
            .required("id", .uuid),
            .required("caseID", .uuid),
            .required("status", Wire.ComplaintStatus.schema),
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
            .required("breachedClocks", .array(of: Wire.ComplaintClock.schema, maximum: 2)),
            .optional("owner", .line),
            .optional("acknowledgedAt", .time),
            .optional("validity", Wire.Validity.schema),
            .optional("decision", .text),
            .optional("measure", .text),
            .optional("answeredAt", .time),
            .required("reopenCount", .count),
            .optional("closedAt", .time),
            .optional("note", .text, personal: true),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
