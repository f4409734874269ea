import CLibPQ
import Vocabulary

/// How far reading the results of one exchange has come.
struct ResultReader {
    /// `nil` when the work may not be cancelled.
    let work: UInt64?
    var isCancelRequested = false
}

extension Session {
    func withHandle<Value>(_ body: (borrowing ConnectionHandle) throws -> Value) throws -> Value {
        guard let value = try handle.borrowed(body) else {
            throw DatabaseError.connection("not connected", sqlState: "08003")
        }
        return value
    }

    /// Hands everything to the socket; reads meanwhile, so that neither side waits for the other with full buffers.
    func flush(_ reader: inout ResultReader) throws {
        while true {
            let rest = try withHandle { PQflush($0.raw) }
            if rest == 0 { return }
            guard rest > 0 else { throw lost() }
            try waitForSocket(writing: true, &reader)
        }
    }

    /// The next result, or `nil` at the end of a statement.
    func nextResult(_ reader: inout ResultReader) throws -> QueryResult? {
        while try withHandle({ PQisBusy($0.raw) == 1 }) {
            try waitForSocket(writing: false, &reader)
        }
        guard let raw = try withHandle({ PQgetResult($0.raw) }) else { return nil }
        return QueryResult(adopting: raw)
    }

    private func waitForSocket(writing: Bool, _ reader: inout ResultReader) throws {
        let isInterruptible = reader.work != nil && !reader.isCancelRequested
        let watched = isInterruptible ? interrupt : nil
        let limit = reader.isCancelRequested ? Duration.seconds(5) : silenceLimit
        switch try withHandle({ $0.wait(reading: true, writing: writing, interrupt: watched, limit: limit) }) {
        case .timedOut:
            isTainted = true
            if reader.isCancelRequested { throw CancellationError() }
            throw DatabaseError.connection("the database did not answer in time")
        case .interrupted:
            guard let work = reader.work, interrupt.isCancelled(work) else { return }
            reader.isCancelRequested = true
            isTainted = true
            try withHandle { $0.requestCancel() }
        case .socket(let canRead):
            guard canRead else { return }
            // A failure shows as a result with the server's last words, or as a broken connection.
            _ = try withHandle { PQconsumeInput($0.raw) }
        }
    }

    /// Longer than any statement may run, so that only a dead peer or network reaches it.
    private var silenceLimit: Duration? {
        configuration.statementTimeout > .zero ? configuration.statementTimeout + .seconds(15) : nil
    }

    /// libpq could not send or read; its text may hold values and is not repeated.
    func lost() -> DatabaseError {
        isTainted = true
        return .connection("the connection to the database was lost")
    }

    /// After the server's last words nothing more comes: the results that are still expected must not be waited for.
    func isFatal(_ error: DatabaseError) -> Bool {
        guard error.kind == .connection || handle?.isBroken ?? true else { return false }
        isTainted = true
        return true
    }

    func outOfStep() -> DatabaseError {
        isTainted = true
        return .connection("the database answered out of step", sqlState: "08P01")
    }
}

extension Optional where Wrapped == ConnectionHandle, Wrapped: ~Copyable {
    /// Lends the handle if there is one.
    fileprivate borrowing func borrowed<Value>(_ body: (borrowing ConnectionHandle) throws -> Value) rethrows -> Value?
    {
        switch self {
        case .some(let handle): try body(handle)
        case .none: nil
        }
    }
}

extension Parameters {
    /// Lends the values as libpq wants them: all binary, NULL as a null pointer.
    func withPointers<Value>(
        _ body: ([UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]) -> Value
    ) -> Value {
        bytes.bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = ranges.map { range in range.flatMap { range in start.map { $0 + range.lowerBound } } }
            let lengths = ranges.map { Int32(clamping: $0?.count ?? 0) }
            return body(values, lengths, Array(repeating: 1, count: ranges.count))
        }
    }
}
