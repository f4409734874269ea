import Vocabulary

/// The customer is asked what they think of the service.
package struct SurveyInvitedV1 {
    package let caseID: CaseID
    package let surveyID: SurveyID
    package let workOrderID: WorkOrderID?
    package let customer: Customer
    package let product: Product
    package let invitedAt: Timestamp
    package let expiresAt: Timestamp

    package init(
        caseID: CaseID,
        surveyID: SurveyID,
        workOrderID: WorkOrderID? = nil,
        customer: Customer,
        product: Product,
        invitedAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.caseID = caseID
        self.surveyID = surveyID
        self.workOrderID = workOrderID
        self.customer = customer
        self.product = product
        self.invitedAt = invitedAt
        self.expiresAt = expiresAt
    }
}

extension SurveyInvitedV1: Message, CaseBound {
    package static let contract = Contract(
        "surveys.survey-invited",
        kind: .event,
        topic: .surveysSurveyEvents,
        title: Bilingual(zh: "已邀请满意度调查", en: "Survey invited"),
        schema: .object([
            .required("caseID", .uuid),
            .required("surveyID", .uuid),
            .optional("workOrderID", .uuid),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .required("invitedAt", .time),
            .required("expiresAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
