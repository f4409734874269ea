import ComplaintsDomain
import Messages
import Vocabulary

extension ComplaintDocument {
    /// What the outside hears of an event.
    func message(for event: Complaint.Event) -> any Message {
        switch event {
        case .registered(let visitDue, let handlingDue):
            registeredMessage(visitDue: visitDue, handlingDue: handlingDue)
        case .acknowledged(let acknowledgement):
            ComplaintAcknowledgedV1(
                caseID: record.caseID,
                complaintID: record.id,
                owner: acknowledgement.owner,
                note: acknowledgement.note,
                acknowledgedAt: acknowledgement.at
            )
        case .answered(let answer):
            ComplaintAnsweredV1(
                caseID: record.caseID,
                complaintID: record.id,
                validity: Wire.Validity(answer.validity),
                decision: answer.decision,
                measure: answer.measure,
                owner: answer.owner,
                answeredAt: answer.at
            )
        case .reopened(let acknowledgement, let handlingDue):
            ComplaintReopenedV1(
                caseID: record.caseID,
                complaintID: record.id,
                owner: acknowledgement.owner,
                note: acknowledgement.note,
                reopenedAt: acknowledgement.at,
                handlingDue: handlingDue
            )
        case .closed(let closure):
            ComplaintClosedV1(
                caseID: record.caseID,
                complaintID: record.id,
                validity: Wire.Validity(closure.validity),
                note: closure.note,
                closedAt: closure.at
            )
        case .clockBreached(let clock, let time):
            ComplaintClockBreachedV1(
                caseID: record.caseID,
                complaintID: record.id,
                clock: Wire.ComplaintClock(clock),
                dueAt: complaint.run(of: clock).dueAt,
                breachedAt: time
            )
        }
    }

    private func registeredMessage(visitDue: Timestamp, handlingDue: Timestamp) -> ComplaintRegisteredV1 {
        ComplaintRegisteredV1(
            caseID: record.caseID,
            complaintID: record.id,
            object: record.object,
            demand: record.demand,
            facts: record.facts,
            channel: Wire.Channel(recorded: record.channel),
            urgency: Wire.Urgency(record.urgency),
            origin: Wire.ComplaintOrigin(record.origin),
            customer: customer,
            product: product,
            surveyID: surveyID,
            registeredAt: record.registeredAt,
            visitDue: visitDue,
            handlingDue: handlingDue
        )
    }
}

extension Wire.Channel {
    /// A channel that a newer sender named counts as another system's.
    init(recorded channel: String) {
        self = Self.known.first { $0.rawValue == channel } ?? .import
    }
}

extension Wire.Urgency {
    init(_ urgency: Urgency) { self = Self(rawValue: urgency.rawValue) ?? .unknown }
}

extension Wire.Validity {
    init(_ validity: Validity) { self = Self(rawValue: validity.rawValue) ?? .unknown }
}

extension Wire.ComplaintOrigin {
    init(_ origin: Origin) { self = Self(rawValue: origin.rawValue) ?? .unknown }
}

extension Wire.ComplaintClock {
    init(_ clock: ComplaintClock) { self = Self(rawValue: clock.rawValue) ?? .unknown }
}
