import Database
import Logging
import Messages
import Messaging
import Synchronization
import Vocabulary

/// Says steps at a steady rate, whatever happens to database and broker: what failed is said again, under the same id.
package final class Load: Sendable {
    package struct Plan: Sendable {
        package var seed: UInt64
        package var cases = 120
        package var writers = 4
        /// All writers together.
        package var stepsPerSecond = 80.0

        package init(seed: UInt64) {
            self.seed = seed
        }
    }

    private let plan: Plan
    private let pool: ConnectionPool
    private let notes: PartnerNotes
    private let isPaused = Atomic<Bool>(false)
    private let issuing = Atomic<Int>(0)
    private let count = Atomic<Int>(0)

    package init(_ plan: Plan, database url: String, kafka: KafkaConfiguration, logger: Logger) {
        self.plan = plan
        let schema = CaseLife.speaker.rawValue
        var configuration = DatabaseConfiguration(
            url: url,
            role: "aftercare_\(schema)",
            schema: schema,
            applicationName: "load"
        )
        configuration.connectTimeout = .seconds(2)
        pool = ConnectionPool(configuration: configuration, size: plan.writers + 1, logger: logger)
        notes = PartnerNotes(pool: pool, kafka: kafka, logger: logger)
    }

    /// Steps that are committed.
    package var issued: Int { count.load(ordering: .relaxed) }

    /// Runs until cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<plan.writers { group.addTask { await self.write(writer) } }
            group.addTask { await self.notes.run() }
        }
        await pool.shutdown()
    }

    /// Says nothing more until it is resumed; returns when nothing is half said.
    package func pause() async throws {
        isPaused.store(true, ordering: .sequentiallyConsistent)
        while issuing.load(ordering: .sequentiallyConsistent) > 0 || !notes.isIdle {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    package func resume() {
        isPaused.store(false, ordering: .sequentiallyConsistent)
    }

    /// Sends integrators' notes again that a broker has forgotten: theirs to do, as they have no outbox here.
    package func repeatNotes() async throws {
        try await notes.repeatAll()
    }

    private func write(_ writer: Int) async {
        var random = SeededRandom(seed: plan.seed &+ UInt64(writer) &* 7919)
        let own = (0..<max(1, plan.cases / plan.writers)).map { _ in
            CaseID(.version7(at: .now, random: (random.next(), random.next())))
        }
        let zipf = Zipf(count: own.count)
        var numbers: [CaseID: Int64] = [:]
        while !Task.isCancelled {
            let pace = Double(plan.writers) / plan.stepsPerSecond
            try? await Task.sleep(for: .seconds(pace * Double.random(in: 0.5..<1.5, using: &random)))
            issuing.add(1, ordering: .sequentiallyConsistent)
            if !isPaused.load(ordering: .sequentiallyConsistent) {
                let caseID = own[zipf.draw(&random)]
                numbers[caseID, default: 0] += 1
                await say(caseID, numbers[caseID, default: 0], &random)
                if random.isHit(0.02) { notes.add(about: caseID, id: "note-\(plan.seed)-\(writer)-\(random.next())") }
            }
            issuing.subtract(1, ordering: .sequentiallyConsistent)
        }
    }

    private func say(_ caseID: CaseID, _ number: Int64, _ random: inout SeededRandom) async {
        let action: CaseLife.Action =
            switch Double.random(in: 0..<1, using: &random) {
            case ..<0.05: .cancel
            case ..<0.10: .deadline
            case ..<0.11: .poison
            case ..<0.13: .refuse
            default: .move
            }
        let step = StepV1(
            caseID: caseID,
            number: number,
            action: action,
            until: action == .poison ? .now + .milliseconds(1200) : nil
        )
        let id = UniqueID.version7(at: .now, random: (random.next(), random.next()))
        while !Task.isCancelled {
            do {
                try await commit(step, id)
                count.add(1, ordering: .relaxed)
                return
            } catch {
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Harmless to repeat: a commit whose answer was lost is found.
    private func commit(_ step: StepV1, _ id: UniqueID) async throws {
        let origin = OutboxMessage.Origin(source: CaseLife.speaker, time: .now, correlationID: step.caseID.value)
        let message = try OutboxMessage(step, id: id, origin: origin)
        try await pool.withTransaction { transaction in
            let isNew = try await transaction.execute(
                """
                insert into issued (case_id, number, id, action)
                values (\(step.caseID), \(step.number), \(id), \(step.action.rawValue)) on conflict do nothing
                """
            )
            if isNew == 1 { try await Outbox.append([message], in: transaction) }
        }
    }
}
