import Vocabulary

/// The customer rates the service, 0 to 100 points per item.
package struct AnswerSurveyV1 {
    package let caseID: CaseID
    package let surveyID: SurveyID
    package let productQuality: Int
    package let price: Int
    package let deliveryTime: Int
    package let packaging: Int
    package let afterSalesService: Int
    package let remark: Personal<String>?

    package init(
        caseID: CaseID,
        surveyID: SurveyID,
        productQuality: Int,
        price: Int,
        deliveryTime: Int,
        packaging: Int,
        afterSalesService: Int,
        remark: Personal<String>? = nil
    ) {
        self.caseID = caseID
        self.surveyID = surveyID
        self.productQuality = productQuality
        self.price = price
        self.deliveryTime = deliveryTime
        self.packaging = packaging
        self.afterSalesService = afterSalesService
        self.remark = remark
    }
}

extension AnswerSurveyV1: Message, CaseBound {
    package static let contract = Contract(
        "surveys.answer-survey",
        kind: .command(route: .post("/v1/cases/{caseID}/surveys/{surveyID}/answer"), roles: [.customer, .agent]),
        topic: .surveysSurveyCommands,
        title: Bilingual(zh: "答复满意度调查", en: "Answer a survey"),
        schema: .object([
            .required("caseID", .uuid),
            .required("surveyID", .uuid),
            .required("productQuality", .points),
            .required("price", .points),
            .required("deliveryTime", .points),
            .required("packaging", .points),
            .required("afterSalesService", .points),
            .optional("remark", .text, personal: true),
        ])
    )

    package var key: String? { caseID.description }
}
