import Foundation
import Messages

/// What runs locally and where; written by `up`, read by every other command.
package struct SuiteSettings: Codable, Equatable, Sendable {
    package var databaseURL: String
    package var bootstrapServers: String
    package var ownsPostgres: Bool
    package var ownsBroker: Bool
    package var postgresPort: Int
    package var brokerPort: Int
    package var gatewayPort: Int
    /// Of each process that serves health endpoints, by process name.
    package var healthPorts: [String: Int]
    package var version: String

    package var gatewayURL: String { "http://127.0.0.1:\(gatewayPort)" }

    package static func read(_ directory: StateDirectory) -> SuiteSettings? {
        guard let data = FileManager.default.contents(atPath: directory.settings) else { return nil }
        return try? JSONDecoder().decode(SuiteSettings.self, from: data)
    }

    package func write(_ directory: StateDirectory) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try StateDirectory.write(String(decoding: encoder.encode(self), as: UTF8.self), to: directory.settings)
    }
}

/// The processes of the local suite by their names: `broker`, `intake`, `dispatch-2`.
package enum SuiteProcessName {
    package static let broker = "broker"

    /// Every instance of the chosen services, in order, such as `dispatch` and `dispatch-2`.
    package static func services(only: [ServiceName], instances: [ServiceName: Int]) -> [String] {
        ServiceName.allCases.filter { only.isEmpty || only.contains($0) }.flatMap { service in
            (1...max(1, instances[service] ?? 1)).map { $0 == 1 ? service.rawValue : "\(service.rawValue)-\($0)" }
        }
    }

    /// The service that a process runs; `nil` for the broker.
    package static func service(of process: String) -> ServiceName? {
        ServiceName(rawValue: String(process.prefix { $0 != "-" }))
    }
}

/// Chooses the ports of the local suite: the usual ones where they are free, others where that does no harm.
package struct PortPlan {
    package static let gateway = 8080
    package static let broker = 19_092
    package static let postgres = 15_432
    package static let health = 9101

    /// What was decided differently from the usual, for the person at the terminal.
    package private(set) var notes: [String] = []

    private var claimed: Set<Int>
    private let isFree: (Int) -> Bool
    private let holder: (Int) -> String

    package init(
        claimed: Set<Int> = [],
        isFree: @escaping (Int) -> Bool = Ports.isFree,
        holder: @escaping (Int) -> String = Ports.holder
    ) {
        self.claimed = claimed
        self.isFree = isFree
        self.holder = holder
    }

    /// - Parameter isFixed: somebody asked for this very port, so another one is no help.
    package mutating func choose(_ wanted: Int, for what: String, isFixed: Bool = false) throws -> Int {
        if !claimed.contains(wanted), isFree(wanted) {
            claimed.insert(wanted)
            return wanted
        }
        let cause = claimed.contains(wanted) ? "another part of the suite" : holder(wanted)
        guard !isFixed, let other = (wanted + 1..<min(wanted + 500, 65_536)).first(where: isUsable) else {
            throw OperatorError(
                "Port \(wanted) for the \(what) is held by \(cause). Stop that, or choose another port."
            )
        }
        notes.append("Port \(wanted) is held by \(cause); the \(what) takes port \(other) instead.")
        claimed.insert(other)
        return other
    }

    /// The next free port, without a word about it.
    package mutating func chooseQuietly(from wanted: Int) throws -> Int {
        guard let port = (wanted..<min(wanted + 500, 65_536)).first(where: isUsable) else {
            throw OperatorError("No free port between \(wanted) and \(wanted + 500).")
        }
        claimed.insert(port)
        return port
    }

    private func isUsable(_ port: Int) -> Bool { !claimed.contains(port) && isFree(port) }
}
