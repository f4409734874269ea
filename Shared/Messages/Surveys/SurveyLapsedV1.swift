import Vocabulary

/// There will be no answer.
package struct SurveyLapsedV1 {
    package let caseID: CaseID
    package let surveyID: SurveyID
    package let reason: Wire.SurveyLapseReason
    package let lapsedAt: Timestamp

    package init(caseID: CaseID, surveyID: SurveyID, reason: Wire.SurveyLapseReason, lapsedAt: Timestamp) {
        self.caseID = caseID
        self.surveyID = surveyID
        self.reason = reason
        self.lapsedAt = lapsedAt
    }
}

extension SurveyLapsedV1: Message, CaseBound {
    package static let contract = Contract(
        "surveys.survey-lapsed",
        kind: .event,
        topic: .surveysSurveyEvents,
        title: Bilingual(zh: "满意度调查已失效", en: "Survey lapsed"),
        schema: .object([
            .required("caseID", .uuid),
            .required("surveyID", .uuid),
            .required("reason", Wire.SurveyLapseReason.schema),
            .required("lapsedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
