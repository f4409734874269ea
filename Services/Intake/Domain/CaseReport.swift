import Vocabulary

/// What the other services tell about their part of the case, in the words that matter to intake.
package enum CaseReport: Hashable, Sendable {
    case visitScheduled(WorkOrderID)
    case technicianArrived(WorkOrderID)
    case waitingForParts(WorkOrderID)
    case repaired(WorkOrderID, survey: SurveyID)
    case notRepairable(WorkOrderID, return: ReturnID)
    case workOrderCancelled(WorkOrderID)
    case returnRequested(ReturnID)
    case returnAuthorised(ReturnID)
    case returnRefused(ReturnID)
    case exchanged(ReturnID)
    case refunded(ReturnID)
    case surveyInvited(SurveyID)
    /// An unsatisfied customer's answer names the complaint that it opens.
    case surveyAnswered(SurveyID, complaint: ComplaintID?)
    case surveyLapsed(SurveyID)
    case complaintRegistered(ComplaintID)
    case complaintAcknowledged(ComplaintID)
    case complaintClosed(ComplaintID)
}

extension CaseReport {
    /// What the report says about the parts of the case.
    package var marks: [CasePart] {
        switch self {
        case .visitScheduled(let id), .technicianArrived(let id), .waitingForParts(let id):
            [CasePart(.workOrder, id.value, .open)]
        case .repaired(let id, let survey):
            [CasePart(.workOrder, id.value, .repaired), CasePart(.survey, survey.value, .expected)]
        case .notRepairable(let id, let returnID):
            [CasePart(.workOrder, id.value, .notRepairable), CasePart(.returnGoods, returnID.value, .expected)]
        case .workOrderCancelled(let id): [CasePart(.workOrder, id.value, .calledOff)]
        case .returnRequested(let id), .returnAuthorised(let id): [CasePart(.returnGoods, id.value, .open)]
        case .returnRefused(let id): [CasePart(.returnGoods, id.value, .refused)]
        case .exchanged(let id): [CasePart(.returnGoods, id.value, .exchanged)]
        case .refunded(let id): [CasePart(.returnGoods, id.value, .refunded)]
        case .surveyInvited(let id): [CasePart(.survey, id.value, .open)]
        case .surveyAnswered(let id, let complaint):
            [CasePart(.survey, id.value, .answered)]
                + (complaint.map { [CasePart(.complaint, $0.value, .expected)] } ?? [])
        case .surveyLapsed(let id): [CasePart(.survey, id.value, .lapsed)]
        case .complaintRegistered(let id), .complaintAcknowledged(let id):
            [CasePart(.complaint, id.value, .open)]
        case .complaintClosed(let id): [CasePart(.complaint, id.value, .settled)]
        }
    }

    /// The promises that the report fulfils.
    var fulfils: [ClockKind] {
        switch self {
        case .visitScheduled, .returnAuthorised, .complaintAcknowledged: [.response]
        case .technicianArrived, .waitingForParts: [.response, .arrival]
        case .repaired, .notRepairable: [.response, .arrival, .repair]
        case .returnRefused, .exchanged, .refunded, .complaintClosed: [.response]
        case .workOrderCancelled, .returnRequested, .surveyInvited, .surveyAnswered, .surveyLapsed,
            .complaintRegistered:
            []
        }
    }
}
