import Messages
import Messaging
import SurveysDomain
import Vocabulary

/// A survey as it is stored: the domain's state and what travels with it untouched.
package struct SurveyDocument: StoredDocument {
    package typealias Key = SurveyID

    package private(set) var survey: Survey
    package let workOrderID: WorkOrderID?
    package let customer: Customer
    package let product: Product

    package init(_ survey: Survey, workOrderID: WorkOrderID?, customer: Customer, product: Product) {
        self.survey = survey
        self.workOrderID = workOrderID
        self.customer = customer
        self.product = product
    }

    package mutating func apply(_ event: Survey.Event) {
        survey = survey.applying(event)
    }

    /// The complaint that an unsatisfied answer opens; the same one each time.
    package var complaintID: ComplaintID? {
        guard let answer = survey.answer, !answer.score.isSatisfied else { return nil }
        return .derived("complaint", from: survey.id.description)
    }
}

extension SurveyDocument {
    package static let table = "survey"

    package static let columns: [DocumentColumn<SurveyDocument>] = [
        .uuid("case_id") { $0.survey.caseID.value },
        .text("status") { $0.survey.state.status.rawValue },
        .integer("score_hundredths") { ($0.survey.answer?.score.hundredths).map(Int64.init) },
        .time("expires_at") { $0.survey.expiresAt },
    ]

    package func snapshot(id: SurveyID, version: Int64, at time: Timestamp) -> (any Message)? {
        let answer = survey.answer
        return SurveyStateV1(
            id: id,
            caseID: survey.caseID,
            status: Wire.SurveyStatus(rawValue: survey.state.status.rawValue) ?? .unknown,
            workOrderID: workOrderID,
            customer: customer,
            product: product,
            invitedAt: survey.invitedAt,
            expiresAt: survey.expiresAt,
            score: answer?.score.points,
            isSatisfied: answer?.score.isSatisfied,
            items: answer.map { SurveyRatings($0.ratings) },
            remark: answer?.remark,
            complaintID: complaintID,
            endedAt: survey.endedAt,
            version: version,
            updatedAt: time
        )
    }

    /// What the outside hears of an event.
    func message(for event: Survey.Event) -> any Message {
        switch event {
        case .invited:
            SurveyInvitedV1(
                caseID: survey.caseID,
                surveyID: survey.id,
                workOrderID: workOrderID,
                customer: customer,
                product: product,
                invitedAt: survey.invitedAt,
                expiresAt: survey.expiresAt
            )
        case .answered(let answer):
            SurveyAnsweredV1(
                caseID: survey.caseID,
                surveyID: survey.id,
                score: answer.score.points,
                isSatisfied: answer.score.isSatisfied,
                items: SurveyRatings(answer.ratings),
                remark: answer.remark,
                complaintID: complaintID,
                customer: customer,
                product: product,
                answeredAt: answer.at
            )
        case .declined(let time):
            SurveyLapsedV1(caseID: survey.caseID, surveyID: survey.id, reason: .declined, lapsedAt: time)
        case .expired(let time):
            SurveyLapsedV1(caseID: survey.caseID, surveyID: survey.id, reason: .expired, lapsedAt: time)
        }
    }
}

extension SurveyRatings {
    init(_ ratings: Ratings) {
        self.init(
            productQuality: ratings.productQuality,
            price: ratings.price,
            deliveryTime: ratings.deliveryTime,
            packaging: ratings.packaging,
            afterSalesService: ratings.afterSalesService
        )
    }
}

extension SatisfactionScore {
    /// The wire's number with two decimals.
    var points: Double { Double(hundredths) / 100 }
}
