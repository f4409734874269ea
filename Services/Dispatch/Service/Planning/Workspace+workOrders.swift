import DispatchDomain
import Messages
import Messaging
import Vocabulary

extension Workspace {
    /// Has a work order decide, keeps the result and says what happened.
    ///
    /// - Throws: the refusal of the work order; `unknownWorkOrder` when the case has none of that id.
    mutating func perform(_ command: WorkOrder.Command, on id: WorkOrderID, of caseID: CaseID) throws {
        guard let file = self[WorkOrderFile.self, id], file.order.caseID == caseID else {
            throw WorkOrderRefusal.unknownWorkOrder
        }
        completed("work-order", id: id.description)
        try perform(command, on: file)
    }

    @discardableResult
    mutating func perform(
        _ command: WorkOrder.Command,
        on known: WorkOrderFile,
        nextAttemptAt: Timestamp? = nil
    ) throws -> WorkOrderFile {
        var file = known
        for event in try known.order.decide(command, now: now) {
            file.record(event, now: now)
            if let nextAttemptAt { file.nextAttemptAt = nextAttemptAt }
            for message in file.messages(about: event, now: now) { try emit(message) }
        }
        guard file != known else { return known }
        if let ended = known.order.visit, file.order.visit == nil {
            append(ReleasedBooking(workOrderID: known.order.id, visitNumber: ended.number))
        }
        self[WorkOrderFile.self, file.order.id] = file
        return file
    }
}
