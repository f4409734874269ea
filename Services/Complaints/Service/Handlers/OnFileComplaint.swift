import ComplaintsDomain
import Messages
import Messaging
import Vocabulary

package struct OnFileComplaint: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<FileComplaintV1>) -> Needs {
        Needs(ComplaintDocument.self, [Self.complaintID(for: message.id)])
            .and(KnownCase.self, [message.body.caseID])
    }

    package func handle(_ message: Envelope<FileComplaintV1>, in work: inout Workspace) throws {
        let body = message.body
        guard work[KnownCase.self, body.caseID] != nil else { throw ComplaintRefusal.unknownCase }
        guard let urgency = Urgency(rawValue: body.urgency.rawValue) else {
            throw ComplaintRefusal.unknownValue("urgency")
        }
        guard body.channel != .unknown else { throw ComplaintRefusal.unknownValue("channel") }
        let record = ComplaintRecord(
            id: Self.complaintID(for: message.id),
            caseID: body.caseID,
            object: body.object,
            demand: body.demand,
            facts: body.facts,
            channel: body.channel.rawValue,
            urgency: urgency,
            origin: .customer,
            registeredAt: work.now
        )
        let complaint = Complaint(try record.checked(), deadlines: ComplaintDeadlines())
        try work.open(ComplaintDocument(complaint, customer: body.customer))
    }

    /// The id of the complaint that a command opens.
    package static func complaintID(for command: UniqueID) -> ComplaintID {
        .derived("complaint", from: command.description)
    }
}
