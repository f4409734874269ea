import Logging

/// Does something again and again until graceful shutdown or cancellation; a failure is logged and tried again, with
/// growing pauses of at most 5 s.
func repeatUntilShutdown(
    every interval: Duration,
    on time: any RuntimeTime = ProcessTime(),
    logger: Logger,
    _ body: @Sendable @escaping () async throws -> Void
) async {
    await time.cancelAtShutdown {
        var failures = 0
        while !Task.isCancelled {
            do {
                try await body()
                failures = 0
            } catch is CancellationError {
                return
            } catch {
                failures += 1
                logger.warning("A background step failed; it will be tried again.", metadata: ["error": "\(error)"])
            }
            let pause = failures == 0 ? interval : .milliseconds(min(5000, 100 << min(failures, 6)))
            try? await time.sleep(for: pause)
        }
    }
}
