import FaultKit
import Logging
import TestKit
import Testing

/// The fault matrix once, with fixed dice; `make faults` plays all of it with others.
@Suite("Faults", .serialized, .timeLimit(.minutes(10)))
struct ShortTierTests {
    @Test("given load, when processes, broker and database die and freeze, then every invariant holds (R C P K D)")
    func matrix() async throws {
        let stand = try await Self.start()
        do {
            try await play(on: stand)
        } catch {
            await stand.end()
            throw error
        }
        await stand.end()
    }

    @Test("given clients that ask again, when the gateway dies beside its commit, then each key has one case (G1, G2)")
    func gateway() async throws {
        var plan = Stand.Plan()
        plan.leaseSeconds = 3
        let stand = try await Stand(plan, logger: TestLog.quiet)
        do {
            try await stand.startDatabase()
            let rows = try await GatewayRows(beside: stand, seed: 20_261_122)
            for result in [try await rows.killBesidePersisting(), try await rows.postSideBySide()] {
                #expect(result.verdict == .held, "\(result.row): \(result.violations)")
            }
            await rows.end()
        } catch {
            await stand.end()
            throw error
        }
        await stand.end()
    }

    private static func start() async throws -> Stand {
        var plan = Stand.Plan()
        plan.leaseSeconds = 3
        let stand = try await Stand(plan, logger: TestLog.quiet)
        try await stand.start()
        return stand
    }

    private func play(on stand: Stand) async throws {
        let url = await stand.databaseURL
        var plan = Load.Plan(seed: 20_261_122)
        plan.stepsPerSecond = 40
        let load = Load(plan, database: url, kafka: stand.kafka, logger: TestLog.quiet)
        let loading = Task { await load.run() }
        let checker = Checker(database: url, kafka: stand.kafka, logger: TestLog.quiet)
        let run = FaultRun(stand: stand, load: load, checker: checker)
        for row in FaultRow.short {
            // A place that was not passed in time has shown nothing; other dice choose another moment.
            var result = try await run.play(row, row.schedule(seed: 20_261_122))
            for seed in UInt64(1)...2 where result.verdict == .notShown {
                result = try await run.play(row, row.schedule(seed: seed))
            }
            let story = (result.notes + result.violations.prefix(20)).joined(separator: "\n")
            #expect(result.verdict == .held, "seed \(result.seed), \(row.id) \(row.title):\n\(story)")
            if result.verdict == .violated { break }
        }
        loading.cancel()
        await loading.value
        await checker.close()
    }
}
