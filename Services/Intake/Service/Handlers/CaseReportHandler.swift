import IntakeDomain
import Messages
import Messaging
import Vocabulary

/// Passes on what another service says about its part of a case; the case decides what follows.
protocol CaseReportHandler: MessageHandler where Body: CaseBound {
    /// `nil` when the message says nothing that matters to the case.
    func report(_ body: Body) -> CaseReport?
}

extension CaseReportHandler {
    func needs(_ message: Envelope<Body>) -> Needs { .serviceCase(of: message.body) }

    func handle(_ message: Envelope<Body>, in work: inout Workspace) throws {
        guard let report = report(message.body) else { return }
        try work.decide(.report(report), on: message.body.caseID, at: message.time)
    }
}

extension Needs {
    static func serviceCase(of body: some CaseBound) -> Needs {
        Needs(ServiceCase.self, [body.caseID])
    }
}
