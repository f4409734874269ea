import Vocabulary

extension ServiceCase {
    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> ServiceCase {
        switch event {
        case .firstResponseRecorded: begun
        case .resolvedByPhone(let solution): with { $0.phoneSolution = solution }.begun
        case .clockStarted(let kind, let term): with { $0.clocks[kind] = .running(term) }.begun
        case .clockChanged(let kind, .breached): with { $0.clocks[kind] = $0.clocks[kind]?.applying(.breached) }
        case .clockChanged(let kind, let change):
            with { $0.clocks[kind] = $0.clocks[kind]?.applying(change) }.begun
        case .partMarked(let part): with { $0.parts.mark(part) }.begun
        case .closed(let outcome, let time): .closed(file, outcome, at: time)
        case .cancelled(let reason, let time): .cancelled(file, reason: reason, at: time)
        case .reopened: .inProgress(file)
        }
    }

    package func applying(_ events: [Event]) -> ServiceCase {
        events.reduce(self) { $0.applying($1) }
    }

    /// The same case, no longer merely registered.
    private var begun: ServiceCase {
        switch self {
        case .registered(let file): .inProgress(file)
        case .inProgress, .closed, .cancelled: self
        }
    }

    private func with(_ change: (inout CaseFile) -> Void) -> ServiceCase {
        var file = file
        change(&file)
        return switch self {
        case .registered: .registered(file)
        case .inProgress: .inProgress(file)
        case .closed(_, let outcome, let time): .closed(file, outcome, at: time)
        case .cancelled(_, let reason, let time): .cancelled(file, reason: reason, at: time)
        }
    }
}
