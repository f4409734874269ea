import Database
import Messages

extension Error {
    /// Whether the same batch would fail again: then a key in it is at fault and is looked for.
    var isLasting: Bool {
        switch self {
        case is CancellationError, is ConcurrentChange, is ParkingFull: false
        case let error as DatabaseError: !error.isRetriable
        default: true
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
