import Vocabulary

/// The customer does not want to answer.
package struct DeclineSurveyV1 {
    package let caseID: CaseID
    package let surveyID: SurveyID
    package let reason: String?

    package init(caseID: CaseID, surveyID: SurveyID, reason: String? = nil) {
        self.caseID = caseID
        self.surveyID = surveyID
        self.reason = reason
    }
}

extension DeclineSurveyV1: Message, CaseBound {
    package static let contract = Contract(
        "surveys.decline-survey",
        kind: .command(route: .post("/v1/cases/{caseID}/surveys/{surveyID}/refusal"), roles: [.customer, .agent]),
        topic: .surveysSurveyCommands,
        title: Bilingual(zh: "拒绝满意度调查", en: "Decline a survey"),
        schema: .object([
            .required("caseID", .uuid),
            .required("surveyID", .uuid),
            .optional("reason", .text),
        ])
    )

    package var key: String? { caseID.description }
}
