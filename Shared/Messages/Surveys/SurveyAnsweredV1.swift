import Vocabulary

/// The verdict; an unsatisfied one names the complaint to open.
package struct SurveyAnsweredV1 {
    package let caseID: CaseID
    package let surveyID: SurveyID
    /// Weighted points with two decimals (FM-14).
    package let score: Double
    package let isSatisfied: Bool
    package let items: SurveyRatings
    package let remark: Personal<String>?
    /// The complaint to open; only when the customer is not satisfied.
    package let complaintID: ComplaintID?
    package let customer: Customer
    package let product: Product
    package let answeredAt: Timestamp

    package init(
        caseID: CaseID,
        surveyID: SurveyID,
        score: Double,
        isSatisfied: Bool,
        items: SurveyRatings,
        remark: Personal<String>? = nil,
        complaintID: ComplaintID? = nil,
        customer: Customer,
        product: Product,
        answeredAt: Timestamp
    ) {
        self.caseID = caseID
        self.surveyID = surveyID
        self.score = score
        self.isSatisfied = isSatisfied
        self.items = items
        self.remark = remark
        self.complaintID = complaintID
        self.customer = customer
        self.product = product
        self.answeredAt = answeredAt
    }
}

extension SurveyAnsweredV1: Message, CaseBound {
    package static let contract = Contract(
        "surveys.survey-answered",
        kind: .event,
        topic: .surveysSurveyEvents,
        title: Bilingual(zh: "满意度调查已答复", en: "Survey answered"),
        schema: .object([
            .required("caseID", .uuid),
            .required("surveyID", .uuid),
            .required("score", .score),
            .required("isSatisfied", .boolean),
            .required("items", SurveyRatings.schema),
            .optional("remark", .text, personal: true),
            .optional("complaintID", .uuid),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .required("answeredAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
