import IntakeDomain
import Messages
import Messaging
import Vocabulary

/// Orders every service to destroy the keys of a customer's cases, of one case or of a member of staff; the order is
/// also the proof.
struct WhenErasureIsAskedForEraseCustomer: MessageHandler {
    /// Subjects named in one order.
    private static let limit = 1000

    func needs(_ message: Envelope<EraseCustomerV1>) -> Needs {
        Needs(CustomerCases.self, message.body.customerID.map { [ID($0)] } ?? [])
            .and(ServiceCase.self, message.body.caseID.map { [$0] } ?? [])
    }

    func handle(_ message: Envelope<EraseCustomerV1>, in work: inout Workspace) throws {
        let subjects = try subjects(of: message.body, in: &work)
        work.completed("erasure", id: message.id.description)
        for start in stride(from: 0, to: subjects.count, by: Self.limit) {
            try work.emit(
                PersonalDataErasedV1(
                    erasureID: CommandID.derived("erasure", from: message.id.description, "\(start)").value,
                    subjects: Array(subjects[start..<min(start + Self.limit, subjects.count)]),
                    customerID: message.body.customerID,
                    reason: message.body.reason,
                    erasedBy: String((message.principal?.subject ?? message.source).prefix(200)),
                    erasedAt: work.now
                )
            )
        }
    }

    private func subjects(of body: EraseCustomerV1, in work: inout Workspace) throws -> [UniqueID] {
        var subjects: Set<UniqueID> = []
        if let customer = body.customerID {
            guard let cases = work[CustomerCases.self, ID(customer)] else { throw CaseRefusal.unknownCustomer }
            subjects.formUnion(cases.ids.map(\.value))
        }
        if let caseID = body.caseID {
            guard work[ServiceCase.self, caseID] != nil else { throw CaseRefusal.unknownCase }
            subjects.insert(caseID.value)
        }
        if let technician = body.technicianID { subjects.insert(technician.value) }
        guard !subjects.isEmpty else { throw CaseRefusal.missing(.identifier) }
        return subjects.sorted()
    }
}
