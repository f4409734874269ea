import ComplaintsDomain
import Messages
import Messaging
import Vocabulary

/// A complaint as it is stored: the domain's state and what travels with it untouched.
package struct ComplaintDocument: StoredDocument {
    package typealias Key = ComplaintID

    package private(set) var complaint: Complaint
    package let customer: Customer?
    package let product: Product?
    package let surveyID: SurveyID?

    package init(_ complaint: Complaint, customer: Customer?, product: Product? = nil, surveyID: SurveyID? = nil) {
        self.complaint = complaint
        self.customer = customer
        self.product = product
        self.surveyID = surveyID
    }

    package var record: ComplaintRecord { complaint.record }

    package mutating func apply(_ event: Complaint.Event) {
        complaint = complaint.applying(event)
    }
}

extension ComplaintDocument {
    package static let table = "complaint"

    package static let columns: [DocumentColumn<ComplaintDocument>] = [
        .uuid("case_id") { $0.record.caseID.value },
        .text("status") { $0.complaint.state.status.rawValue },
        .text("urgency") { $0.record.urgency.rawValue },
        .text("owner") { $0.complaint.owner },
        .time("visit_due") { $0.complaint.visit.dueAt },
        .time("handling_due") { $0.complaint.handling.dueAt },
        .integer("breached_clocks") { Int64($0.complaint.breachedClocks.count) },
    ]

    package func snapshot(id: ComplaintID, version: Int64, at time: Timestamp) -> (any Message)? {
        let answer = complaint.lastAnswer
        return ComplaintStateV1(
            id: id,
            caseID: record.caseID,
            status: Wire.ComplaintStatus(rawValue: complaint.state.status.rawValue) ?? .unknown,
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
            visitDue: complaint.visit.dueAt,
            handlingDue: complaint.handling.dueAt,
            breachedClocks: complaint.breachedClocks.map { Wire.ComplaintClock($0) },
            owner: complaint.owner,
            acknowledgedAt: complaint.acknowledgedAt,
            validity: answer.map { Wire.Validity($0.validity) },
            decision: answer?.decision,
            measure: answer?.measure,
            answeredAt: answer?.at,
            reopenCount: complaint.reopenCount,
            closedAt: complaint.closure?.at,
            note: complaint.lastNote,
            version: version,
            updatedAt: time
        )
    }
}
