import Database
import Messages

/// What a failure says about its cause, and with that what may be done about it.
enum FailureClass: Hashable, Sendable {
    /// The database is away, full or takes no connections: nothing can be said of any message. The batch is kept.
    case outage(String)
    /// Somebody else was in the way: a deadlock, a serialisation failure, a lock that took too long. The batch is run
    /// again a few times; what still fails then is looked for.
    case conflict(String)
    /// This data cannot be handled or stored: its key is parked.
    case data(String)
    /// What all messages need is broken, such as a table or a right: no key is at fault, whichever fails first.
    case dependency(String)

    init(_ error: any Error) {
        switch error {
        case let error as ConcurrentChange: self = .conflict("changed meanwhile: \(error.table)")
        case let error as DatabaseError: self = Self.of(error)
        default: self = .data("\(type(of: error))")
        }
    }

    /// Only the place where it broke, so that one cause has one class.
    private static func of(_ error: DatabaseError) -> FailureClass {
        let state = error.sqlState
        switch error.kind {
        case .connection, .poolExhausted, .poolClosed: return .outage(state)
        case .decoding: return .data(state)
        case .server: break
        }
        switch (state, state.prefix(2)) {
        case ("57P01", _), ("57P02", _), ("57P03", _), ("57P05", _), ("25006", _), (_, "08"), (_, "53"):
            return .outage(state)
        case _ where error.isRetriable: return .conflict(state)
        // A row that fits no partition names no constraint: the table lacks something, not the message.
        case ("23514", _) where error.constraint == nil: return .dependency("\(state) \(error.table ?? "")")
        case (_, "21"), (_, "22"), (_, "23"), (_, "54"): return .data(state)
        default: return .dependency([state, error.table].compactMap { $0 }.joined(separator: " "))
        }
    }

    /// Whether nothing can be said of any message, so that all must wait.
    var isOutage: Bool {
        if case .outage = self { true } else { false }
    }
}

extension Error {
    /// Whether the same work would fail again, or has failed often enough: then a key is at fault and is looked for.
    var isLasting: Bool {
        guard concernsMessages else { return false }
        return switch FailureClass(self) {
        case .data, .dependency: true
        case .outage, .conflict: false
        }
    }

    /// Whether the work was tried and it may be a message's fault that it failed.
    var concernsMessages: Bool {
        switch self {
        case is CancellationError, is ParkingFull: false
        default: !FailureClass(self).isOutage
        }
    }

    /// Whether the same work may succeed at once.
    var mayPass: Bool {
        guard !(self is CancellationError), !(self is ParkingFull) else { return false }
        return switch FailureClass(self) {
        case .data, .dependency: false
        case .outage, .conflict: true
        }
    }

    /// For the parked lane; never holds values of rows or bodies.
    var reason: String {
        switch self {
        case let error as HandlingFailure: "\(error)"
        case let error as DatabaseError: "\(error)"
        case let error as Unreadable: error.reason
        default: "\(type(of: self))"
        }
    }
}
