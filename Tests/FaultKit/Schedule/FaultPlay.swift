import Database
import Foundation
import Logging
import Messages
import Messaging
import OperatorKit

/// Does to a stand what a schedule says, and makes everything whole again at the end.
struct FaultPlay: Sendable {
    let stand: Stand
    let seed: UInt64
    /// Tells what is done, for the log of a run.
    let note: @Sendable (String) -> Void

    func run(_ steps: [FaultStep]) async throws {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for step in steps.sorted(by: { $0.at < $1.at }) {
                try await Task.sleep(until: start + .seconds(step.at), clock: .continuous)
                note("\(step.target) \(step.action)")
                if Self.lasting.contains(step.words.verb) {
                    group.addTask { try await perform(step) }
                } else {
                    try await perform(step)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Goes on, runs and is reachable again, whatever the steps left.
    func heal() async throws {
        await stand.broker?.signal(SIGCONT)
        for worker in await stand.workers.values { await worker.signal(SIGCONT) }
        if !stand.postgres.isRunning { _ = try await stand.postgres.start(port: stand.postgresPort) }
        try await WalVolume(stand: stand).restore()
        for name in await stand.workers.keys.sorted() where !name.hasSuffix("-1") { try await stand.remove(name) }
    }

    /// What takes its time while the next steps are due.
    private static let lasting: Set<String> = ["hold", "exhaust", "lock", "deadlock", "term"]

    private func perform(_ step: FaultStep) async throws {
        let (verb, argument) = step.words
        switch step.target {
        case "postgres": try await DatabaseFaults(stand: stand).perform(verb, Double(argument) ?? 1)
        case "broker":
            if let external = stand.plan.external {
                try await external.perform(verb, stand.kafka, stand.logger)
            } else {
                try await process(await stand.broker, verb == "wipe" ? "kill" : verb, argument)
            }
        case "topics":
            try await Rubbish(kafka: stand.kafka, logger: stand.logger, seed: seed).send(Int(argument) ?? 20)
        case "lanes", "offsets": try await DatabaseFaults(stand: stand).change(step.target)
        default: try await instance(step.target, verb, argument)
        }
    }

    private func instance(_ name: String, _ verb: String, _ argument: String) async throws {
        let parts = name.split(separator: "-")
        guard parts.count == 2, let service = ServiceName(rawValue: String(parts[0])), let number = Int(parts[1]) else {
            throw StandFailure("no such target: \(name)")
        }
        switch verb {
        case "add": try await stand.add(service, number)
        case "remove": try await stand.remove(name)
        case "drop":
            await stand.workers[name]?.signal(SIGKILL)
            try await stand.remove(name)
        default: try await process(await stand.workers[name], verb, argument)
        }
    }

    private func process(_ worker: Worker?, _ verb: String, _ argument: String) async throws {
        guard let worker else { return }
        switch verb {
        case "kill": await worker.signal(SIGKILL)
        case "stop": await worker.signal(SIGSTOP)
        case "cont":
            if argument == "leases" { try await Task.sleep(for: .seconds(3 * stand.plan.leaseSeconds)) }
            await worker.signal(SIGCONT)
        case "term":
            let (time, ending) = try await worker.stop(with: SIGTERM)
            note("\(worker.name) drained in \(time), \(ending.map { "\($0)" } ?? "no status")")
            try await worker.start()
        case "failpoints": try await worker.restart(failpoints: argument)
        case "descriptors": try await worker.limitDescriptors(to: Int(argument) ?? 64)
        default: throw StandFailure("no such action: \(verb)")
        }
    }
}

/// Faults of the database and of what the runtime keeps in it.
struct DatabaseFaults: Sendable {
    let stand: Stand

    func perform(_ verb: String, _ seconds: Double) async throws {
        switch verb {
        case "immediate": try await end(SIGQUIT)
        case "kill": try await end(SIGKILL)
        case "start": _ = try await stand.postgres.start(port: stand.postgresPort)
        case "terminate":
            try await ask(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where application_name like 'aftercare-%' and pid <> pg_backend_pid()
                """
            )
        case "hold":
            try await holding(
                "create table if not exists public.held (x int); insert into public.held values (1)",
                for: seconds
            )
        case "lock":
            try await holding("lock table intake.case_list, parts.inbox in access exclusive mode", for: seconds)
        case "exhaust": try await exhaust(for: seconds)
        case "deadlock": try await deadlock()
        case "small-wal": try await WalVolume(stand: stand).move(leaving: Int(seconds))
        case "fill-wal": try await WalVolume(stand: stand).fill()
        case "free-wal": try await WalVolume(stand: stand).free()
        default: throw StandFailure("no such fault of the database: \(verb)")
        }
    }

    func change(_ target: String) async throws {
        if target == "lanes" {
            for service in CaseLife.services {
                try await ask("update \(unsafe: service.rawValue).relay_lane set expires_at = '-infinity'")
            }
        } else {
            for service in CaseLife.services {
                try await ask("delete from \(unsafe: service.rawValue).consumer_offset")
            }
        }
    }

    private func end(_ signal: Int32) async throws {
        let process = stand.postgres.process
        process?.send(signal)
        guard try await process?.waitForEnd(within: .seconds(20)) != false else {
            throw StandFailure("PostgreSQL does not end")
        }
    }

    private func pool(_ size: Int) async -> ConnectionPool {
        var configuration = DatabaseConfiguration(
            url: await stand.databaseURL,
            role: nil,
            schema: "public",
            applicationName: "faults"
        )
        configuration.idleInTransactionTimeout = .seconds(3600)
        return ConnectionPool(configuration: configuration, size: size, logger: stand.logger)
    }

    /// The database may be away at this moment: then there is nothing to harm.
    private func ask(_ query: Query) async throws {
        let pool = await pool(1)
        _ = try? await pool.query(query)
        await pool.shutdown()
    }

    private func holding(_ statements: String, for seconds: Double) async throws {
        let pool = await pool(1)
        try? await pool.withTransaction { transaction in
            for statement in statements.split(separator: ";") {
                try await transaction.execute(Query(unsafe: String(statement)))
            }
            try await Task.sleep(for: .seconds(seconds))
        }
        await pool.shutdown()
    }

    /// Takes every connection that ordinary users may have.
    private func exhaust(for seconds: Double) async throws {
        let pool = await pool(1)
        _ = try? await pool.query("select set_config('application_name', 'faults', false)")
        _ = try? await pool.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'aftercare-%'"
        )
        let crowd = await self.pool(190)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<190 {
                group.addTask { _ = try? await crowd.query("select pg_sleep(\(seconds))") }
            }
        }
        await crowd.shutdown()
        await pool.shutdown()
    }

    /// Locks rows against the order in which batches lock them, until one side is chosen as the victim.
    private func deadlock() async throws {
        let pool = await pool(1)
        try? await pool.withTransaction { transaction in
            for shelf in (0..<CaseLife.shelves).reversed() {
                try await transaction.execute(
                    "select from intake.shelf where id = \("shelf-\(shelf)") for update"
                )
                try await Task.sleep(for: .milliseconds(80))
            }
        }
        await pool.shutdown()
    }
}
