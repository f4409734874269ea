/// One thing that is wrong with the configuration, in words an operator can act on.
package struct ConfigurationFault: Error, Equatable, Sendable {
    /// The environment variable, such as `DATABASE_URL`.
    package let field: String
    package let problem: String
    package let remedy: String

    package init(field: String, problem: String, remedy: String) {
        self.field = field
        self.problem = problem
        self.remedy = remedy
    }
}

/// Everything that is wrong with the configuration, found in one reading.
package struct ConfigurationFaults: Error, Equatable, Sendable, CustomStringConvertible {
    package let faults: [ConfigurationFault]

    package init(_ faults: [ConfigurationFault]) {
        self.faults = faults
    }

    /// One line per fault, for the terminal.
    package var description: String {
        let lines = faults.map { "  \($0.field): \($0.problem) → \($0.remedy)" }
        return (["The configuration has \(faults.count) fault\(faults.count == 1 ? "" : "s"):"] + lines)
            .joined(separator: "\n")
    }
}
