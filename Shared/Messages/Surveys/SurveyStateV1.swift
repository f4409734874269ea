import Vocabulary

/// One survey, its answer and its score.
package struct SurveyStateV1 {
    package let id: SurveyID
    package let caseID: CaseID
    package let status: Wire.SurveyStatus
    package let workOrderID: WorkOrderID?
    package let customer: Customer
    package let product: Product
    package let invitedAt: Timestamp
    package let expiresAt: Timestamp
    package let score: Double?
    package let isSatisfied: Bool?
    package let items: SurveyRatings?
    package let remark: Personal<String>?
    package let complaintID: ComplaintID?
    /// Answered, declined or expired.
    package let endedAt: Timestamp?
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: SurveyID,
        caseID: CaseID,
        status: Wire.SurveyStatus,
        workOrderID: WorkOrderID? = nil,
        customer: Customer,
        product: Product,
        invitedAt: Timestamp,
        expiresAt: Timestamp,
        score: Double? = nil,
        isSatisfied: Bool? = nil,
        items: SurveyRatings? = nil,
        remark: Personal<String>? = nil,
        complaintID: ComplaintID? = nil,
        endedAt: Timestamp? = nil,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.status = status
        self.workOrderID = workOrderID
        self.customer = customer
        self.product = product
        self.invitedAt = invitedAt
        self.expiresAt = expiresAt
        self.score = score
        self.isSatisfied = isSatisfied
        self.items = items
        self.remark = remark
        self.complaintID = complaintID
        self.endedAt = endedAt
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension SurveyStateV1: Message, CaseBound {
    package static let contract = Contract(
        "surveys.survey",
        kind: .state(collection: "surveys", filters: ["status"]),
        topic: .surveysSurveyState,
        title: Bilingual(zh: "满意度调查", en: "Survey"),
        schema: .object([
            .required("id", .uuid),
            .required("caseID", .uuid),
            .required("status", Wire.SurveyStatus.schema),
            .optional("workOrderID", .uuid),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .required("invitedAt", .time),
            .required("expiresAt", .time),
            .optional("score", .score),
            .optional("isSatisfied", .boolean),
            .optional("items", SurveyRatings.schema),
            .optional("remark", .text, personal: true),
            .optional("complaintID", .uuid),
            .optional("endedAt", .time),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
