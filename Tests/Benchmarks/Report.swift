import Foundation
import Messages
import OperatorKit

/// The figures of one run, printed as they come.
struct Report {
    private let facts: [(name: String, value: String)]
    private var figures: [(subject: String, name: String, value: Double, unit: String)] = []

    init(about facts: [(name: String, value: String)]) {
        self.facts = facts
        for fact in facts { Terminal.say("\(fact.name): \(fact.value)") }
    }

    mutating func add(_ subject: String, _ name: String, _ value: Double, _ unit: String) {
        figures.append((subject, name, value, unit))
        let number = String(format: value < 100 ? "%12.2f" : "%12.0f", value)
        let label = "\(subject): \(name)".padding(toLength: 64, withPad: " ", startingAt: 0)
        Terminal.say("\(label) \(number) \(unit)")
    }

    var json: String {
        let document: JSONValue = [
            "machine": .object(facts.map { .init($0.name, .string($0.value)) }),
            "figures": .array(
                figures.map { figure in
                    [
                        "subject": .string(figure.subject), "name": .string(figure.name),
                        "value": .number(figure.value), "unit": .string(figure.unit),
                    ]
                }
            ),
        ]
        return document.text + "\n"
    }
}

extension [Double] {
    /// The value below which a share of the sorted values lies.
    func percentile(_ share: Double) -> Double {
        let sorted = self.sorted()
        guard let last = sorted.last else { return 0 }
        let index = Int((Double(sorted.count) * share).rounded(.down))
        return index < sorted.count ? sorted[index] : last
    }
}
