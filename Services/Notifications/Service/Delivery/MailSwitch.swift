import Database
import Logging
import Messaging
import ServiceLifecycle

/// Opens or closes the e-mail channel at start: without a mail server no mail is written that nobody would send.
struct MailSwitch: Service {
    let runtime: MessagingRuntime
    let isOpen: Bool
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if await isSet() { break }
                try? await Task.sleep(for: .seconds(2))
            }
        }
        try? await gracefulShutdown()
    }

    private func isSet() async -> Bool {
        do {
            try await runtime.pool.execute(
                "update channel set is_open = \(isOpen) where name = 'email' and is_open <> \(isOpen)"
            )
            return true
        } catch {
            logger.warning("the e-mail channel is not switched yet", metadata: ["error": "\(type(of: error))"])
            return false
        }
    }
}
