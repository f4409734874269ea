import Synchronization
import Vocabulary

/// The time that decisions are made by: PostgreSQL's clock, moved only by tests and simulations.
package final class BusinessClock: Sendable {
    private let shift = Mutex(Duration.zero)

    package init() {}

    /// Moves the time of later decisions; message ids keep the real time.
    package func advance(by interval: Duration) {
        shift.withLock { $0 += interval }
    }

    package var offset: Duration { shift.withLock { $0 } }

    func now(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> BatchTime {
        let database = try await transaction.now()
        return BatchTime(database: database, business: database + offset)
    }
}

/// The two times of one transaction.
struct BatchTime: Sendable {
    /// For ids and the inbox's window.
    let database: Timestamp
    /// For decisions and deadlines.
    let business: Timestamp
}
