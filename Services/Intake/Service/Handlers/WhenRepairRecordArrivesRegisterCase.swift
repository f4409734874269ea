import IntakeDomain
import Messages
import Messaging
import Vocabulary

/// The case follows from the partner and the row: a row that is published again is the same case.
struct WhenRepairRecordArrivesRegisterCase: MessageHandler {
    func needs(_ message: Envelope<OpenRepairRecordV1>) -> Needs {
        (try? opening(for: message))?.needs ?? .none
    }

    func handle(_ message: Envelope<OpenRepairRecordV1>, in work: inout Workspace) throws {
        try opening(for: message).perform(in: &work)
    }

    private func opening(for message: Envelope<OpenRepairRecordV1>) throws(CaseRefusal) -> CaseOpening {
        CaseOpening(
            try OpenRepairRecord(message.body).request(),
            as: OpenRepairRecordV1.caseID(source: message.source, record: message.body.id)
        )
    }
}
