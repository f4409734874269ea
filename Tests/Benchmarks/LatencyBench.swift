import Database
import Messages
import Messaging
import OperatorKit
import ServiceLifecycle
import Vocabulary

/// From the commit at one service to the effect at another, at shares of the highest rate; both services, PostgreSQL and
/// the broker on this machine.
///
/// A message's own time of sending is compared with the time of the transaction that applied it, both by PostgreSQL.
struct LatencyBench {
    private let surroundings: Surroundings
    private let time: Duration

    init(_ surroundings: Surroundings, _ time: Duration) {
        self.surroundings = surroundings
        self.time = time
    }

    func run(_ report: inout Report) async throws {
        let sender = try await surroundings.service("latency_sender")
        let receiver = try await surroundings.service("latency_receiver", extra: Account.migrations)
        let owner = surroundings.pool(schema: "public", role: nil, size: 1)
        let pair = [runtime(.intake, sender), runtime(.dispatch, receiver, [.on(WhenCaseIsCancelledCount())])]
        let group = ServiceGroup(services: pair.flatMap(\.services), logger: surroundings.logger)
        let traffic = Traffic(sender: sender, receiver: receiver, owner: owner, wakeUp: pair[0].wakeUp)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await measure(traffic, &report)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        for pool in [sender, receiver, owner] { await pool.shutdown() }
    }

    private func runtime(
        _ service: ServiceName,
        _ pool: ConnectionPool,
        _ handlers: [HandlerRegistration] = []
    ) -> MessagingRuntime {
        MessagingRuntime(
            service: service,
            instance: "bench",
            handlers: handlers,
            pool: pool,
            kafka: surroundings.kafka,
            logger: surroundings.logger
        )
    }

    private func measure(_ traffic: Traffic, _ report: inout Report) async throws {
        // The first messages wait for the consumer's assignment.
        try await traffic.send(2000, perSecond: nil)
        try await traffic.waitUntilApplied()
        let count = 30_000
        let start = ContinuousClock.now
        try await traffic.send(count, perSecond: nil)
        try await traffic.waitUntilApplied()
        let highest = Double(count) / start.duration(to: .now).inSeconds
        report.add("latency", "messages applied at the highest rate", highest, "1/s")
        for share in [0.3, 0.7] {
            try await traffic.send(Int(highest * share * time.inSeconds), perSecond: highest * share)
            try await traffic.waitUntilApplied()
            let delays = try await traffic.delays()
            for percentile in [0.5, 0.99, 0.999] {
                let name = "commit to effect at \(Int(share * 100)) %, p\(percentile * 100)"
                report.add("latency", name, delays.percentile(percentile), "ms")
            }
        }
    }
}

/// Messages from one service's outbox to another's inbox.
struct Traffic {
    let sender: ConnectionPool
    let receiver: ConnectionPool
    /// May read both schemas.
    let owner: ConnectionPool
    let wakeUp: WakeUp

    /// Sends in transactions of ten, at a rate or as fast as possible.
    func send(_ count: Int, perSecond rate: Double?) async throws {
        let messages = try Workload(cases: 10_000).messages(count)
        let start = ContinuousClock.now
        for first in stride(from: 0, to: count, by: 10) {
            if let rate {
                let due = start + .microseconds(Int64(Double(first) / rate * 1_000_000))
                if due > .now { try await Task.sleep(until: due) }
            }
            try await sender.withTransaction { transaction in
                try await Outbox.append(Array(messages[first..<min(first + 10, count)]), in: transaction)
            }
            wakeUp.signal()
        }
    }

    func waitUntilApplied() async throws {
        let rows = try await sender.query("select count(*) as sent from outbox where type like '%case-cancelled%'")
        let sent = try rows[0].decode("sent", as: Int64.self)
        while true {
            let rows = try await receiver.query("select coalesce(sum(entry_count), 0)::bigint as applied from account")
            if try rows[0].decode("applied", as: Int64.self) >= sent { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Milliseconds between both transactions, of what was sent in the last measurement.
    func delays() async throws -> [Double] {
        let rows = try await owner.query(
            """
            select extract(epoch from i.received_at - o.created_at)::double precision * 1000 as delay
            from latency_sender.outbox o join latency_receiver.inbox i on i.id = o.event_id
            where o.seq > (select max(seq) - (select count(*) from latency_sender.outbox) / 4 from latency_sender.outbox)
            """
        )
        return try rows.map { try $0.decode("delay") }
    }
}
