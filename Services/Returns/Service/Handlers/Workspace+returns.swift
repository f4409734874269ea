import Messaging
import ReturnsDomain
import Vocabulary

extension Workspace {
    /// Opens a return; one that is already open stays as it is.
    mutating func open(_ document: ReturnDocument) throws {
        let request = document.request
        completed("return", id: request.id.description)
        if let known = self[ReturnDocument.self, request.id] {
            guard known.request.caseID == request.caseID else { throw ReturnRefusal.idTaken }
            return
        }
        try record(ReturnAuthorisation.opening(request), on: document)
    }

    /// Decides a command on a return of that case, stores and tells what came of it.
    mutating func carryOut(_ command: ReturnCommand, on id: ReturnID, of caseID: CaseID) throws {
        guard let document = self[ReturnDocument.self, id], document.request.caseID == caseID else {
            throw ReturnRefusal.unknownReturn
        }
        completed("return", id: id.description)
        try record(document.authorisation.decide(command, now: now), on: document)
    }

    private mutating func record(_ events: [ReturnAuthorisation.Event], on document: ReturnDocument) throws {
        guard !events.isEmpty else { return }
        var next = document
        for event in events {
            next.apply(event)
            try emit(next.message(for: event))
        }
        self[ReturnDocument.self, document.request.id] = next
    }
}
