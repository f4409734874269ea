import Logging
import Messaging
import ServiceLifecycle
import Synchronization

/// Asks from time to time whether the broker answers, and says so when that changes.
///
/// A service without its broker is impaired, not unready: what it has to say waits in its outbox.
final class BrokerWatch: Service {
    private let kafka: KafkaConfiguration
    private let interval: Duration
    private let logger: Logger
    private let isReachable = Mutex<Bool?>(nil)

    init(kafka: KafkaConfiguration, interval: Duration = .seconds(10), logger: Logger) {
        self.kafka = kafka
        self.interval = interval
        self.logger = logger
    }

    var state: HealthState {
        get async {
            isReachable.withLock { $0 } == true
                ? .ready : .impaired("no broker answers at \(kafka.bootstrapServers); messages wait in the outbox")
        }
    }

    func run() async throws {
        // The client's own complaints would repeat what is said here.
        var quiet = logger
        quiet.logLevel = .critical
        let admin = KafkaAdmin(kafka, logger: quiet)
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let answer = await admin.isReachable(within: .seconds(2))
                self.note(answer)
                try? await Task.sleep(for: answer ? self.interval : .seconds(1))
            }
        }
    }

    private func note(_ answer: Bool) {
        let before = isReachable.withLock { known in
            defer { known = answer }
            return known
        }
        guard before != answer, !Task.isCancelled else { return }
        if answer {
            logger.info("the broker answers")
        } else {
            logger.warning("no broker answers", metadata: ["servers": "\(kafka.bootstrapServers)"])
        }
    }
}
