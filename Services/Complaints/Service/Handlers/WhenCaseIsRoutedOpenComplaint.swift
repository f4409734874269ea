import ComplaintsDomain
import Messages
import Messaging
import Vocabulary

/// The customer called to complain: the whole case is a complaint.
package struct WhenCaseIsRoutedOpenComplaint: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<CaseRoutedV1>) -> Needs {
        message.body.complaintID.map { Needs(ComplaintDocument.self, [$0]) } ?? .none
    }

    package func handle(_ message: Envelope<CaseRoutedV1>, in work: inout Workspace) throws {
        let body = message.body
        guard let complaintID = body.complaintID else { return }  // another service's case
        let record = ComplaintRecord(
            id: complaintID,
            caseID: body.caseID,
            object: body.product.category,
            demand: "妥善处理 / settle the matter",
            facts: body.symptom,
            channel: body.channel.rawValue,
            urgency: .normal,
            origin: .intake,
            registeredAt: work.now
        )
        let complaint = Complaint(record, deadlines: ComplaintDeadlines())
        try work.open(ComplaintDocument(complaint, customer: body.customer, product: body.product))
    }
}
