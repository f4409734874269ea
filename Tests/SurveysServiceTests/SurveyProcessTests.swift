import Database
import Messages
import Messaging
import SurveysService
import TestKit
import Testing
import Vocabulary

/// FL-01 step 11: every finished repair is judged by its customer.
@Suite("Surveys ask the customer after the visit", .timeLimit(.minutes(2)))
struct SurveyProcessTests {
    private static let caseID = CaseID(UniqueID(high: 0x1000, low: 1))
    private static let surveyID = SurveyID(UniqueID(high: 0x1000, low: 2))

    private func makeSurveys() async throws -> ServiceHarness {
        let surveys = try await ServiceHarness(
            service: .surveys,
            migrations: SurveysWiring.migrations,
            handlers: SurveysWiring.handlers,
            deadlines: SurveysWiring.deadlines
        )
        try await surveys.send(
            WorkOrderCompletedV1(
                caseID: Self.caseID,
                workOrderID: WorkOrderID(UniqueID(high: 0x1000, low: 3)),
                surveyID: Self.surveyID,
                report: WorkReport(faultFound: "断线", measure: "更换电源线", partsUsed: []),
                reservationIDs: [],
                customer: Customer(name: Personal("王芳"), language: .chinese),
                product: Product(category: "Iron"),
                entitlement: Entitlement(decision: .free, reason: .withinGuarantee),
                region: "CN-SH",
                completedAt: .now
            )
        )
        return surveys
    }

    private func answer(_ values: [Int], remark: String? = nil) -> AnswerSurveyV1 {
        AnswerSurveyV1(
            caseID: Self.caseID,
            surveyID: Self.surveyID,
            productQuality: values[0],
            price: values[1],
            deliveryTime: values[2],
            packaging: values[3],
            afterSalesService: values[4],
            remark: remark.map { Personal($0) }
        )
    }

    @Test("SU-22: given a completed repair, then its customer is invited once, for seven days")
    func invites() async throws {
        let surveys = try await makeSurveys()
        let invited = try #require(try await surveys.sent(SurveyInvitedV1.self).first)
        #expect(invited.surveyID == Self.surveyID)
        #expect(invited.expiresAt - invited.invitedAt == .days(7))
        #expect(try await surveys.sent(SurveyStateV1.self).map(\.status) == [.invited])
    }

    @Test("FM-14 SU-07 F-46: given the worked example as answer, then the score is 87.20 and nobody complains")
    func satisfied() async throws {
        let surveys = try await makeSurveys()
        try await surveys.send(answer([90, 80, 85, 88, 92], remark: "谢谢"))
        let answered = try #require(try await surveys.sent(SurveyAnsweredV1.self).first)
        #expect(answered.score == 87.2)
        #expect(answered.isSatisfied)
        #expect(answered.complaintID == nil)
        #expect(answered.remark == Personal("谢谢"))
        #expect(try await surveys.sent(CommandCompletedV1.self).count == 1)
        #expect(try await surveys.advance(by: .days(8)) == 0)
    }

    @Test("BX-20: given a score below 85, then the complaint to open is named, the same one each time")
    func unsatisfied() async throws {
        let surveys = try await makeSurveys()
        try await surveys.send(answer([84, 85, 85, 85, 85]))
        let answered = try #require(try await surveys.sent(SurveyAnsweredV1.self).first)
        #expect(answered.score == 84.7)
        #expect(!answered.isSatisfied)
        let state = try #require(try await surveys.sent(SurveyStateV1.self).last)
        #expect(state.complaintID == answered.complaintID)
        #expect(state.complaintID != nil)
        let rows = try await surveys.pool.query("select score_hundredths from survey")
        #expect(try rows.first?.decode("score_hundredths", as: Int64.self) == 8470)
    }

    @Test("given no answer within seven days, then the survey expires once and takes none any more")
    func expires() async throws {
        let surveys = try await makeSurveys()
        #expect(try await surveys.advance(by: .days(6)) == 0)
        #expect(try await surveys.advance(by: .days(1)) == 1)
        #expect(try await surveys.advance(by: .days(1)) == 0)
        #expect(try await surveys.sent(SurveyLapsedV1.self).map(\.reason) == [.expired])
        try await surveys.send(answer([90, 90, 90, 90, 90]))
        #expect(try await surveys.sent(CommandRejectedV1.self).last?.problem.code == "survey-expired")
        #expect(try await surveys.sent(SurveyStateV1.self).map(\.status) == [.invited, .expired])
    }

    @Test("given a customer who declines, then the survey has lapsed and its timer is gone")
    func declines() async throws {
        let surveys = try await makeSurveys()
        try await surveys.send(DeclineSurveyV1(caseID: Self.caseID, surveyID: Self.surveyID))
        #expect(try await surveys.sent(SurveyLapsedV1.self).map(\.reason) == [.declined])
        #expect(try await surveys.advance(by: .days(8)) == 0)
        try await surveys.send(answer([90, 90, 90, 90, 90]))
        #expect(try await surveys.sent(CommandRejectedV1.self).last?.problem.code == "already-declined")
    }

    @Test("given a rating above 100, then the command is rejected and the survey stays open")
    func outOfRange() async throws {
        let surveys = try await makeSurveys()
        try await surveys.send(answer([101, 90, 90, 90, 90]))
        #expect(try await surveys.sent(CommandRejectedV1.self).count == 1)
        #expect(try await surveys.sent(SurveyStateV1.self).map(\.status) == [.invited])
    }

    @Test("given an unknown survey or another case, then the answer is refused by name")
    func unknown() async throws {
        let surveys = try await makeSurveys()
        try await surveys.send(
            DeclineSurveyV1(caseID: CaseID(UniqueID(high: 0x2000, low: 1)), surveyID: Self.surveyID)
        )
        try await surveys.send(
            DeclineSurveyV1(caseID: Self.caseID, surveyID: SurveyID(UniqueID(high: 0x2000, low: 2)))
        )
        let codes = try await surveys.sent(CommandRejectedV1.self).map(\.problem.code)
        #expect(codes == ["unknown-survey", "unknown-survey"])
    }
}
