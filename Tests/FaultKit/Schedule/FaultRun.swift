import Foundation
import Logging
import Messaging

/// What came of one row.
package struct RowResult: Codable, Sendable {
    package enum Verdict: String, Codable, Sendable {
        case held, violated
        /// The fault did not happen, or cannot be made here.
        case notShown
    }

    package let row: String
    package let title: String
    package let seed: UInt64
    package var verdict: Verdict
    package var violations: [String] = []
    /// Steps said while the row ran, and all before.
    package var steps = 0
    /// Milliseconds that a step waited for its outcome at worst: how long the fault was felt.
    package var worstLagMilliseconds: Int64 = 0
    /// Milliseconds from the end of the faults until the oldest open step was younger than one second.
    package var recoveryMilliseconds: Int64?
    /// Milliseconds from the end of the load until nothing was under way.
    package var restMilliseconds: Int64?
    package var records = 0
    package var copies = 0
    package var notes: [String] = []
}

/// Plays rows against a stand under load and judges after each.
package struct FaultRun: Sendable {
    package let stand: Stand
    package let load: Load
    package let checker: Checker
    /// How long everything may take to come to rest after a fault.
    package var patience = Duration.seconds(90)
    private let journal = Journal()

    package init(stand: Stand, load: Load, checker: Checker) {
        self.stand = stand
        self.load = load
        self.checker = checker
    }

    package func play(_ row: FaultRow, _ schedule: FaultSchedule) async throws -> RowResult {
        var result = RowResult(row: row.id, title: row.title, seed: schedule.seed, verdict: .held)
        // A broker that forgets is counted from nothing.
        let before = row.forgetsBroker ? (records: 0, copies: 0) : try await checker.copiesOnTopics()
        let saidBefore = load.issued
        let endings = await endings()
        await journal.begin()
        let play = FaultPlay(stand: stand, seed: schedule.seed) { [journal] line in Task { await journal.add(line) } }
        load.resume()
        let watch = Task { try await watchWhileBusy() }
        let worst = Task { await worstLag() }
        try await play.run(schedule.steps)
        try await waitForVictims(row, endings)
        try await play.heal()
        result.recoveryMilliseconds = try await recovery()
        try await Task.sleep(for: .milliseconds(300))
        worst.cancel()
        result.worstLagMilliseconds = await worst.value.milliseconds
        try await load.pause()
        if row.forgetsBroker { try await load.repeatNotes() }
        let start = ContinuousClock.now
        let open = try await checker.rest(within: patience)
        result.restMilliseconds = start.duration(to: .now).milliseconds
        watch.cancel()
        var violations = open.map { Violation(.recovers, $0) } + ((try? await watch.value) ?? [])
        violations += try await checker.violations() + (await stand.overgrown())
        let after = try await checker.copiesOnTopics()
        result.steps = load.issued - saidBefore
        (result.records, result.copies) = (after.records - before.records, after.copies - before.copies)
        result.violations = violations.map(\.description)
        result.notes = await journal.lines
        let shown = await self.endings()
        let deaths = row.victims.map { (shown[$0] ?? 0) - (endings[$0] ?? 0) }
        if !row.isFreezing, deaths.contains(where: { $0 < 2 }) { result.verdict = .notShown }
        if !violations.isEmpty { result.verdict = .violated }
        return result
    }

    /// Stock, money and effects must be right at any moment.
    private func watchWhileBusy() async throws -> [Violation] {
        while !Task.isCancelled {
            if let found = try? await checker.violationsWhileBusy(), !found.isEmpty { return found }
            try? await Task.sleep(for: .seconds(5))
        }
        return []
    }

    /// The longest that a step has waited, until cancelled.
    private func worstLag() async -> Duration {
        var worst = Duration.zero
        while !Task.isCancelled {
            if let lag = try? await checker.lag() { worst = max(worst, lag) }
            try? await Task.sleep(for: .milliseconds(200))
        }
        return worst
    }

    private func endings() async -> [String: Int] {
        var endings: [String: Int] = [:]
        for (name, worker) in await stand.workers { endings[name] = await worker.endings.count }
        return endings
    }

    /// A failpoint acts when its process comes by it; the load goes on until then.
    ///
    /// One ending is the restart that armed it.
    private func waitForVictims(_ row: FaultRow, _ before: [String: Int]) async throws {
        guard !row.isFreezing else { return }
        let end = ContinuousClock.now + .seconds(40)
        for victim in row.victims {
            while await stand.workers[victim]?.endings.count ?? 0 < (before[victim] ?? 0) + 2, ContinuousClock.now < end
            {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private func recovery() async throws -> Int64? {
        let start = ContinuousClock.now
        while start.duration(to: .now) < patience {
            if let lag = try? await checker.lag(), lag < .seconds(1) { return start.duration(to: .now).milliseconds }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }
}

/// What was done when, for whoever reads a failure.
private actor Journal {
    private var start = ContinuousClock.now
    private(set) var lines: [String] = []

    func begin() {
        start = .now
        lines = []
    }

    func add(_ line: String) {
        lines.append("\(Double(start.duration(to: .now).milliseconds) / 1000) s: \(line)")
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
