import Database
import Logging
import ServiceLifecycle

/// Removes idempotency keys older than 48 hours; any number of instances may do so at once.
struct ForgetOldKeys: Service {
    let pool: ConnectionPool
    let logger: Logger
    var interval = Duration.seconds(600)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await forget(atMost: 5000) == 5000 {}
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("forgetting old keys failed", metadata: ["errorType": "\(type(of: error))"])
                }
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// - Returns: how many there were.
    func forget(atMost limit: Int) async throws -> Int {
        try await pool.execute(
            """
            delete from idempotency_key where (sender, key) in (
                select sender, key from idempotency_key where created_at < now() - interval '48 hours'
                limit \(limit) for update skip locked)
            """
        )
    }
}
