import Database
import Messages
import Messaging
import OperatorKit
import ServiceLifecycle
import Vocabulary

/// How late deadlines are when a thousand come due in every second: fired, and handled.
struct TimerBench {
    private static let perSecond = 1000

    private let surroundings: Surroundings
    private let time: Duration

    init(_ surroundings: Surroundings, _ time: Duration) {
        self.surroundings = surroundings
        self.time = time
    }

    func run(_ report: inout Report) async throws {
        let pool = try await surroundings.service("timer_bench", extra: Account.migrations)
        let runtime = MessagingRuntime(
            service: .dispatch,
            instance: "bench",
            handlers: [],
            deadlines: ["bench": OnBenchDeadline()],
            pool: pool,
            kafka: surroundings.kafka,
            logger: surroundings.logger
        )
        let group = ServiceGroup(services: runtime.services, logger: surroundings.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await measure(pool, &report)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        await pool.shutdown()
    }

    private func measure(_ pool: ConnectionPool, _ report: inout Report) async throws {
        let count = Int(time.components.seconds) * Self.perSecond
        _ = try await pool.execute(
            """
            insert into timer (owner, kind, generation, due_at, state)
            select md5(n::text)::uuid::text, 'bench', 1,
                clock_timestamp() + interval '5 seconds' + interval '1 second' * n / \(Double(Self.perSecond)), 'pending'
            from generate_series(1, \(count)) n
            """
        )
        while true {
            let rows = try await pool.query("select count(*) as handled from account")
            if try rows[0].decode("handled", as: Int64.self) == Int64(count) { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        let rows = try await pool.query(
            """
            select extract(epoch from t.fired_at - t.due_at)::double precision * 1000 as fired,
                extract(epoch from a.updated_at - t.due_at)::double precision * 1000 as handled
            from timer t join account a on a.id = t.owner::uuid
            """
        )
        for name in ["fired", "handled"] {
            let late: [Double] = try rows.map { try $0.decode(name) }
            report.add("timers", "\(Self.perSecond) due per second, \(name) late, smallest", late.min() ?? 0, "ms")
            for share in [0.5, 0.99] {
                let label = "\(Self.perSecond) due per second, \(name) late, p\(Int(share * 100))"
                report.add("timers", label, late.percentile(share), "ms")
            }
        }
    }
}

struct OnBenchDeadline: DeadlineHandler {
    func needs(_ deadline: DeadlineFiredV1) -> Needs {
        Needs(Account.self, [CaseID(deadline.owner)].compactMap { $0 })
    }

    func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
        guard let id = CaseID(deadline.owner) else { return }
        work[Account.self, id] = Account(count: 1, last: "due")
    }
}
