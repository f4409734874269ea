import Foundation
import Logging
import Messages
import Messaging

/// The suite on this machine: PostgreSQL, the development broker and the services, each a process of its own.
package struct Suite: Sendable {
    package let directory: StateDirectory
    let environment: [String: String]
    let say: @Sendable (String) -> Void

    package init(
        directory: StateDirectory,
        environment: [String: String],
        say: @escaping @Sendable (String) -> Void
    ) {
        self.directory = directory
        self.environment = environment
        self.say = say
    }

    package static let version = "0.1.0"

    /// The processes with a pid file, running or not; the broker first.
    package var known: [(name: String, process: ProcessIdentity)] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path + "/run")) ?? []
        let names = files.filter { $0.hasSuffix(".pid") }.map { String($0.dropLast(4)) }
        let order = [SuiteProcessName.broker] + ServiceName.allCases.map(\.rawValue)
        func rank(_ name: String) -> Int { order.firstIndex(of: String(name.prefix { $0 != "-" })) ?? order.count }
        return names.sorted { (rank($0), $0) < (rank($1), $1) }.compactMap { name in
            ProcessIdentity(file: directory.pidFile(name)).map { (name, $0) }
        }
    }

    package var running: [(name: String, process: ProcessIdentity)] { known.filter(\.process.isAlive) }

    /// Where a process listens for health checks or, for the broker, for clients.
    package func port(of name: String, _ settings: SuiteSettings) -> Int? {
        name == SuiteProcessName.broker ? settings.brokerPort : settings.healthPorts[name]
    }

    /// The variables that a process of the suite is started with, beside the caller's own.
    package func variables(for name: String, _ settings: SuiteSettings) -> [String: String] {
        var variables = [
            "DATABASE_URL": settings.databaseURL,
            "KAFKA_BOOTSTRAP_SERVERS": settings.bootstrapServers,
            "INSTANCE_ID": name,
            // On one machine a killed instance is soon replaced; its partitions need not wait longer.
            "KAFKA_SESSION_TIMEOUT": environment["KAFKA_SESSION_TIMEOUT"] ?? "6",
            "HTTP_PORT": String(settings.healthPorts[name] ?? 0),
        ]
        if environment["AFTERCARE_MASTER_KEY"] == nil, environment["AFTERCARE_MASTER_KEY_FILE"] == nil {
            variables["AFTERCARE_MASTER_KEY_FILE"] = directory.secret("master-key")
        }
        if SuiteProcessName.service(of: name) == .gateway {
            variables["GATEWAY_PORT"] = String(name == "gateway" ? settings.gatewayPort : 0)
            if environment["AFTERCARE_JWT_SECRET"] == nil, environment["AFTERCARE_JWT_SECRET_FILE"] == nil {
                variables["AFTERCARE_JWT_SECRET_FILE"] = directory.secret("jwt")
            }
        }
        return variables
    }

    /// The program that runs a process: it lies beside this one.
    static func executable(for name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = URL(fileURLWithPath: own).deletingLastPathComponent().path
        let product = SuiteProcessName.service(of: name)?.rawValue ?? "aftercare"
        let path = "\(folder)/\(product)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw OperatorError("\(path) is missing; build it with `swift build -c release --product \(product)`.")
        }
        return path
    }

    func start(_ name: String, _ settings: SuiteSettings) throws {
        let arguments =
            name == SuiteProcessName.broker ? ["broker", "--port", String(settings.brokerPort)] : ["serve"]
        let process = try ChildProcess.start(
            Self.executable(for: name),
            arguments: arguments,
            environment: environment.merging(variables(for: name, settings)) { $1 },
            log: directory.log(name)
        )
        try process.write(to: directory.pidFile(name))
    }

    /// Removes the pid files of processes that ended without being stopped.
    func sweep() {
        for (name, process) in known where !process.isAlive {
            say("\(name) (process \(process.pid)) had ended without being stopped; cleaned up.")
            try? FileManager.default.removeItem(atPath: directory.pidFile(name))
        }
    }

    /// The last lines of a process's log.
    func logTail(_ name: String, lines: Int = 8) -> String {
        let text = (try? String(contentsOfFile: directory.log(name), encoding: .utf8)) ?? ""
        return text.split(whereSeparator: \.isNewline).suffix(lines).joined(separator: "\n")
    }
}
