import CLibPQ
import Glibc

extension Session {
    /// Connects within the configured time.
    func connect() async throws {
        let options = try configuration.connectionOptions
        try await cancellable { work in
            self.handle = try self.open(options, work: work)
        }
    }

    private func open(_ options: ConnectionOptions, work: UInt64) throws -> ConnectionHandle {
        guard let raw = Self.begin(options) else { throw DatabaseError.connection("out of memory", sqlState: "53200") }
        let handle = ConnectionHandle(adopting: raw)
        let deadline = ContinuousClock.now + configuration.connectTimeout
        var step = PGRES_POLLING_WRITING
        while step != PGRES_POLLING_OK {
            guard step != PGRES_POLLING_FAILED, PQstatus(raw) != CONNECTION_BAD else { throw Self.refusal(raw) }
            let left = deadline - .now
            guard left > .zero, PQsocket(raw) >= 0 else { throw Self.timeout }
            let isReading = step == PGRES_POLLING_READING
            switch handle.wait(reading: isReading, writing: !isReading, interrupt: interrupt, limit: left) {
            case .timedOut: throw Self.timeout
            case .interrupted: if interrupt.isCancelled(work) { throw CancellationError() }
            case .socket: step = PQconnectPoll(raw)
            }
        }
        PQsetNoticeProcessor(raw, { _, _ in }, nil)  // notices may hold values; libpq would print them
        guard PQsetnonblocking(raw, 1) == 0, PQenterPipelineMode(raw) == 1 else { throw Self.refusal(raw) }
        return handle
    }

    private static func begin(_ options: ConnectionOptions) -> OpaquePointer? {
        let keywords = options.values.map { strdup($0.keyword) }
        let values = options.values.map { strdup($0.value) }
        defer { for text in keywords + values { free(text) } }
        let keywordList = keywords.map { UnsafePointer($0) } + [nil]
        let valueList = values.map { UnsafePointer($0) } + [nil]
        return PQconnectStartParams(keywordList, valueList, 0)
    }

    /// libpq's words about a failed attempt name host, port, user and the server's reason; there are no rows yet.
    private static func refusal(_ raw: OpaquePointer) -> DatabaseError {
        let words = String(cString: PQerrorMessage(raw)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return .connection("cannot connect to the database: \(words)", sqlState: "08001")
    }

    private static var timeout: DatabaseError {
        .connection("cannot connect to the database: no answer in time", sqlState: "08001")
    }
}
