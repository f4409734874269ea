import Foundation

/// One thing that is done to the system at a time: written to a file, it can be done again.
package struct FaultStep: Codable, Sendable, Equatable {
    /// Seconds after the row has begun.
    package let at: Double
    /// `postgres`, `broker`, `lanes`, `offsets`, `topics`, or an instance such as `intake-1`.
    package let target: String
    /// What is done, with a number or rules behind a space where it takes them.
    package let action: String

    package init(_ at: Double, _ target: String, _ action: String) {
        self.at = (at * 1000).rounded() / 1000
        self.target = target
        self.action = action
    }

    /// The word, and what stands behind it.
    var words: (verb: String, argument: String) {
        let parts = action.split(separator: " ", maxSplits: 1)
        return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
    }
}

/// What one row does with one seed.
package struct FaultSchedule: Codable, Sendable {
    package let row: String
    package let seed: UInt64
    package let steps: [FaultStep]

    package init(row: String, seed: UInt64, steps: [FaultStep]) {
        self.row = row
        self.seed = seed
        self.steps = steps
    }

    package static func read(_ path: String) throws -> [FaultSchedule] {
        try JSONDecoder().decode([FaultSchedule].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    package static func write(_ schedules: [FaultSchedule], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(schedules).write(to: URL(fileURLWithPath: path))
    }
}
