import Logging
import Messages
import Vocabulary

/// What became of one message, for metrics and the log: never its body or key.
package struct HandledStep: Sendable, Equatable {
    package enum Outcome: String, Sendable {
        case done, rejected, parked
    }

    package let id: UniqueID
    /// CloudEvents `type`.
    package let type: String
    package let outcome: Outcome
    package let reason: String?
    /// The step of the sender's trace that the handling was; for a batch these are links, as it has many parents.
    package let trace: TraceContext
    /// From the sender's transaction to the beginning of this one, both by PostgreSQL's clock; `nil` for messages of
    /// integrators, whose clock is their own.
    package let age: Duration?

    init(
        _ attributes: Attributes,
        _ outcome: Outcome,
        _ reason: String?,
        _ trace: TraceContext,
        at time: BatchTime
    ) {
        id = attributes.id
        type = attributes.type
        self.outcome = outcome
        self.reason = reason
        self.trace = trace
        age = attributes.foreignID == nil ? max(.zero, time.business - attributes.time) : nil
    }
}

extension [HandledStep] {
    /// Lines of one batch at most; an outage parks many at once.
    private static var lineLimit: Int { 20 }

    /// Writes what was parked or refused, and on level debug all of it, each with the trace it belongs to.
    func log(to logger: Logger) {
        var lines = 0
        for step in self {
            let level: Logger.Level =
                switch step.outcome {
                case .done: .debug
                case .rejected: .info
                case .parked: .warning
                }
            guard level >= logger.logLevel else { continue }
            lines += 1
            guard lines <= Self.lineLimit || level == .debug else { continue }
            var metadata: Logger.Metadata = [
                "type": "\(step.type)", "id": "\(step.id)", "outcome": "\(step.outcome.rawValue)",
                "spanID": "\(step.trace.spanID)",
            ]
            if let reason = step.reason { metadata["reason"] = "\(reason)" }
            TraceContext.$current.withValue(step.trace) {
                logger.log(level: level, "A message was handled.", metadata: metadata)
            }
        }
        guard lines > Self.lineLimit, logger.logLevel > .debug else { return }
        logger.warning("More messages were parked or refused.", metadata: ["count": "\(lines - Self.lineLimit)"])
    }
}
