import Logging
import Synchronization

extension ConnectionPool {
    /// Gets a live connection, ready for the caller.
    func acquire(transaction: Bool) async throws -> Session {
        try Task.checkCancellation()
        switch try await grant() {
        case .session(let session):
            if await session.start(transaction: transaction) { return session }
            await session.close()
            logger.debug("replacing a database connection that was lost while idle")
        case .mayOpen: break
        }
        return try await open(transaction: transaction)
    }

    /// Undoes what is open, then passes the connection on, or drops it when it is not clean.
    func release(_ session: Session) async {
        if await session.finish() {
            let (waiter, isClosed) = state.withLock { ($0.giveBack(session), $0.isClosed) }
            if let waiter { return waiter.continuation.resume(returning: .session(session)) }
            if isClosed { await session.close() }
        } else {
            await session.close()
            giveBackRight()
        }
    }

    private func open(transaction: Bool) async throws -> Session {
        do {
            let session = try Session(configuration: configuration)
            try await session.connect()
            guard await session.start(transaction: transaction) else {
                await session.close()
                throw DatabaseError.connection("the database closed a new connection at once")
            }
            return session
        } catch {
            giveBackRight()
            throw error
        }
    }

    private func giveBackRight() {
        state.withLock { $0.giveBackRight() }?.continuation.resume(returning: .mayOpen)
    }

    private func grant() async throws -> PoolState.Grant {
        switch state.withLock({ $0.request() }) {
        case .granted(let grant): return grant
        case .refused(let error): throw error
        case .mustWait: return try await waitForGrant()
        }
    }

    /// Waits in line.
    ///
    /// The clock runs beside the wait, and a grant that arrives with the last tick still counts: it would be lost
    /// otherwise.
    private func waitForGrant() async throws -> PoolState.Grant {
        let start = ContinuousClock.now
        defer {
            let waited = start.duration(to: .now).components
            let microseconds = waited.seconds * 1_000_000 + waited.attoseconds / 1_000_000_000_000
            waitedMicroseconds.add(microseconds, ordering: .relaxed)
        }
        return try await withThrowingTaskGroup(of: PoolState.Grant?.self) { group in
            group.addTask { try await self.stayInLine() }
            group.addTask { [waitLimit] in
                try? await Task.sleep(for: waitLimit)
                return nil
            }
            defer { group.cancelAll() }
            if let grant = try await group.next() ?? nil { return grant }
            group.cancelAll()
            if let late = try? await group.next(), let grant = late { return grant }
            try Task.checkCancellation()
            throw DatabaseError.poolExhausted
        }
    }

    private func stayInLine() async throws -> PoolState.Grant {
        let number = numbers.add(1, ordering: .relaxed).newValue
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<PoolState.Grant, any Error>? = state.withLock { state in
                    // A cancellation before this line found nobody to wake; asked here, it is not missed.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    switch state.request() {
                    case .granted(let grant): return .success(grant)
                    case .refused(let error): return .failure(error)
                    case .mustWait:
                        state.enqueue(PoolState.Waiter(number: number, continuation: continuation))
                        return nil
                    }
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.removeWaiter(number) }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }
}
