/// Who has which connection.
///
/// A connection that comes back goes to whoever waited longest, so nobody is overtaken.
struct PoolState {
    enum Grant {
        case session(Session)
        /// The right to open one more connection; the taker must use it or give it back.
        case mayOpen
    }

    enum Request {
        case granted(Grant)
        case mustWait
        case refused(DatabaseError)
    }

    struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Grant, any Error>
    }

    let size: Int
    let waiterLimit: Int
    private(set) var openCount = 0
    private(set) var idle: [Session] = []
    private(set) var waiters: [Waiter] = []
    private(set) var isClosed = false

    init(size: Int, waiterLimit: Int) {
        self.size = size
        self.waiterLimit = waiterLimit
    }

    mutating func request() -> Request {
        if isClosed { return .refused(.poolClosed) }
        if let session = idle.popLast() { return .granted(.session(session)) }
        if openCount < size {
            openCount += 1
            return .granted(.mayOpen)
        }
        return waiters.count < waiterLimit ? .mustWait : .refused(.poolExhausted)
    }

    mutating func enqueue(_ waiter: Waiter) {
        waiters.append(waiter)
    }

    mutating func removeWaiter(_ number: UInt64) -> Waiter? {
        guard let index = waiters.firstIndex(where: { $0.number == number }) else { return nil }
        return waiters.remove(at: index)
    }

    /// - Returns: the waiter to hand the connection to; without one it is idle now, or must be closed after shutdown.
    mutating func giveBack(_ session: Session) -> Waiter? {
        if isClosed {
            openCount -= 1
        } else if waiters.isEmpty {
            idle.append(session)
        } else {
            return waiters.removeFirst()
        }
        return nil
    }

    /// A connection is gone; the right to open another passes to the first waiter.
    mutating func giveBackRight() -> Waiter? {
        if !isClosed, !waiters.isEmpty { return waiters.removeFirst() }
        openCount -= 1
        return nil
    }

    mutating func close() -> (idle: [Session], waiters: [Waiter]) {
        defer {
            isClosed = true
            openCount -= idle.count
            idle = []
            waiters = []
        }
        return (idle, waiters)
    }
}

extension DatabaseError {
    static let poolClosed = DatabaseError(
        kind: .poolClosed,
        sqlState: "08003",
        message: "the connection pool was shut down"
    )
    static let poolExhausted = DatabaseError(
        kind: .poolExhausted,
        sqlState: "53300",
        message: "no database connection became free in time"
    )
}
