#if FAILPOINTS
import Synchronization

/// The fault that a test asked for.
package struct FailpointError: Error, CustomStringConvertible {
    package let name: String
    package var description: String { "failpoint \(name)" }
}

/// What a process was told to do at its failpoints.
package final class FailpointRules: Sendable {
    package enum Action: Sendable, Equatable {
        case kill, stop, error
        case delay(Duration)

        init?(_ text: Substring) {
            switch text {
            case "kill": self = .kill
            case "stop": self = .stop
            case "error": self = .error
            default:
                guard text.hasPrefix("delay="), let milliseconds = Int64(text.dropFirst(6)) else { return nil }
                self = .delay(.milliseconds(milliseconds))
            }
        }
    }

    struct Rule {
        let action: Action
        let probability: Double
        /// Passes that nothing happens at, and times that something may.
        var passesLeft = 0
        var timesLeft = Int.max
    }

    private let rules: Mutex<[String: Rule]>

    /// A rule that cannot be read stops the program: a test that injects nothing proves nothing.
    package init(text: String) {
        let pairs = text.split(separator: ",").map { text in
            guard let pair = Self.rule(text) else { preconditionFailure("AFTERCARE_FAILPOINTS: \(text)") }
            return pair
        }
        rules = Mutex(Dictionary(pairs) { first, _ in first })
    }

    /// What happens at this pass; `nil` for nothing.
    package func draw(_ name: String) -> Action? {
        rules.withLock { rules in
            guard var rule = rules[name] else { return nil }
            defer { rules[name] = rule }
            guard rule.passesLeft == 0 else {
                rule.passesLeft -= 1
                return nil
            }
            guard rule.timesLeft > 0, Double.random(in: 0..<1) < rule.probability else { return nil }
            rule.timesLeft -= 1
            return rule.action
        }
    }

    private static func rule(_ text: Substring) -> (String, Rule)? {
        let parts = text.split(separator: ":")
        guard parts.count >= 3, let action = Action(parts[1]), let probability = Double(parts[2]) else { return nil }
        var rule = Rule(action: action, probability: probability)
        for part in parts.dropFirst(3) {
            let pair = part.split(separator: "=")
            guard pair.count == 2, let number = Int(pair[1]), number >= 0 else { return nil }
            switch pair[0] {
            case "after": rule.passesLeft = number
            case "count": rule.timesLeft = number
            default: return nil
            }
        }
        return (String(parts[0]), rule)
    }
}
#endif
