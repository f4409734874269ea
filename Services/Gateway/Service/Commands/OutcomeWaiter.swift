import Logging
import ServiceLifecycle
import Vocabulary

/// Wakes requests that wait for the outcome of their command.
///
/// All waiters of an instance share one query per round, so the database sees the same load from one waiter and from a
/// thousand; outcomes that another instance stored are found just as well.
actor OutcomeWaiter: Service {
    private let store: CommandStore
    private let interval: Duration
    private let logger: Logger
    private var waiting: [UniqueID: [UInt64: CheckedContinuation<CommandRecord?, Never>]] = [:]
    private var lastTicket: UInt64 = 0
    private var round: Task<Void, Never>?

    init(store: CommandStore, interval: Duration = .milliseconds(25), logger: Logger) {
        self.store = store
        self.interval = interval
        self.logger = logger
    }

    /// On shutdown everybody is sent on: they answer 202.
    func run() async throws {
        try? await gracefulShutdown()
        round?.cancel()
        for ticket in waiting.values.flatMap(\.keys) { release(ticket) }
    }

    /// The ended command, or `nil` when the time is over.
    func outcome(of id: UniqueID, within limit: Duration) async -> CommandRecord? {
        lastTicket += 1
        let ticket = lastTicket
        let alarm = Task {
            try? await Task.sleep(for: limit)
            self.release(ticket)
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting[id, default: [:]][ticket] = continuation
                startRounds()
            }
        } onCancel: {
            Task { await self.release(ticket) }
        }
    }

    private func startRounds() {
        guard round == nil else { return }
        round = Task {
            while !waiting.isEmpty, !Task.isCancelled {
                await ask()
                try? await Task.sleep(for: interval)
            }
            round = nil
        }
    }

    private func ask() async {
        do {
            for record in try await store.ended(among: Array(waiting.keys)) {
                for continuation in (waiting.removeValue(forKey: record.id) ?? [:]).values {
                    continuation.resume(returning: record)
                }
            }
        } catch {
            logger.warning("asking for outcomes failed", metadata: ["errorType": "\(type(of: error))"])
        }
    }

    /// Sends one waiter on without an outcome.
    private func release(_ ticket: UInt64) {
        for (id, tickets) in waiting {
            guard let continuation = tickets[ticket] else { continue }
            waiting[id]?[ticket] = nil
            if waiting[id]?.isEmpty == true { waiting[id] = nil }
            return continuation.resume(returning: nil)
        }
    }
}
