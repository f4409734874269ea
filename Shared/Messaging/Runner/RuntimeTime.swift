import ServiceLifecycle

/// Time as the runtime's loops live in it: the process's own in production, virtual in the simulation.
///
/// It only says when to look again. What is due, and whose lease has run out, PostgreSQL's clock decides.
package protocol RuntimeTime: Sendable {
    /// Time since some fixed moment; it never goes back.
    var elapsed: Duration { get }

    /// - Throws: `CancellationError`, at once when the task is cancelled.
    func sleep(for duration: Duration) async throws

    /// A number for jitter.
    func random(in range: ClosedRange<Int64>) -> Int64

    /// Runs something that is cancelled when the process is asked to end.
    func cancelAtShutdown(_ body: @escaping @Sendable () async -> Void) async

    /// Runs something to its end although the task around it is cancelled.
    func uncancelled(_ body: @escaping @Sendable () async -> Void) async
}

/// The process's own time.
package struct ProcessTime: RuntimeTime {
    private static let start = ContinuousClock.now

    package init() {}

    package var elapsed: Duration { Self.start.duration(to: .now) }

    package func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }

    package func random(in range: ClosedRange<Int64>) -> Int64 { .random(in: range) }

    package func cancelAtShutdown(_ body: @escaping @Sendable () async -> Void) async {
        await cancelWhenGracefulShutdown(body)
    }

    package func uncancelled(_ body: @escaping @Sendable () async -> Void) async {
        await Task { await body() }.value
    }
}
