import Foundation
import Testing

/// A kind of schedule: sets everything up, plays it, and says what was wrong.
protocol Schedule: Sendable {
    var name: String { get }

    /// - Returns: the invariant that was violated; `nil` when all held.
    func play(_ engine: Engine) -> String?
}

/// What a schedule has found.
struct Fault: Sendable {
    let text: String
    let log: [String]
}

extension Schedule {
    /// Plays one seed; what is wrong comes with the way to see it again.
    func fault(seed: UInt64, isLogging: Bool = false) -> Fault? {
        let engine = Engine(seed: seed, isLogging: isLogging)
        let fault = play(engine)
        let violation = engine.violation ?? fault
        let log = engine.log
        engine.drain()
        return violation.map { Fault(text: $0, log: log) }
    }

    /// Plays a range of seeds, on two threads; the first that fails comes with its log.
    func play(_ count: Int, from first: UInt64 = Simulation.firstSeed) async {
        if let seed = Simulation.seed { return await report(seed) }
        let half = UInt64(count * Simulation.factor / 2)
        async let low = firstFailure(first..<first + half)
        async let high = firstFailure(first + half..<first + 2 * half)
        if let seed = await low { return await report(seed) }
        if let seed = await high { await report(seed) }
    }

    /// The first seed of a range that fails.
    func firstFailure(_ seeds: Range<UInt64>) async -> UInt64? {
        await onOwnThread { seeds.first { fault(seed: $0) != nil } }
    }

    private func report(_ seed: UInt64) async {
        let fault = await onOwnThread { self.fault(seed: seed, isLogging: true) }
        guard let fault else {
            if Simulation.seed == nil { Issue.record("\(name): seed \(seed) failed once and not again") }
            return
        }
        Issue.record(
            """
            \(name), seed \(seed): \(fault.text)
            \(fault.log.suffix(200).joined(separator: "\n"))
            Play it again: SWIFT_DETERMINISTIC_HASHING=1 SIM_SEED=\(seed) swift test --filter '\(name)'
            """
        )
    }
}

/// What the environment asks for.
enum Simulation {
    /// One schedule alone, by its seed.
    static let seed = number("SIM_SEED")
    /// How many times more schedules than usual.
    static let factor = Int(number("SIM_FACTOR") ?? 1)
    static let firstSeed = number("SIM_FIRST_SEED") ?? 1

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }
}
