import Dispatch
import Foundation
import Synchronization

/// A private PostgreSQL server for this test process, on a Unix socket in a temporary directory.
///
/// It starts with the first use and ends with the process. `TEST_DATABASE_URL` names a server to use instead; its role
/// must be allowed to create databases and roles.
package final class PostgresCluster: Sendable {
    package static let shared = PostgresCluster()

    private let start = Mutex<Task<String, any Error>?>(nil)

    private let isPrivate: Bool

    /// - Parameter isPrivate: a server of its own also where the environment names one.
    init(isPrivate: Bool = false) {
        self.isPrivate = isPrivate
    }

    /// Logs in as a superuser, on the database `postgres`.
    package var url: String {
        get async throws {
            let task = start.withLock { running in
                let task = running ?? Task { try await serverURL() }
                running = task
                return task
            }
            return try await task.value
        }
    }

    private func serverURL() async throws -> String {
        let given = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] ?? ""
        if !isPrivate, !given.isEmpty { return given }
        // Starting a server blocks for a second or two: not on the threads of the tests.
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try PrivateServer.start() })
            }
        }
    }
}

/// Why there is no server to test with.
package struct PostgresClusterError: Error, CustomStringConvertible {
    package let description: String
}
