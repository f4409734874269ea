import Foundation
import Messages

extension Suite {
    /// How long a service may take to finish its work; it promises 45 s.
    static let drainLimit = Duration.seconds(50)

    /// Stops services, then the broker, then PostgreSQL; what does not end in time is killed.
    ///
    /// - Parameter only: names of processes; empty: everything.
    package func down(only: [String] = []) async throws {
        let isChosen = { (name: String) in
            only.isEmpty || only.contains(name) || only.contains(SuiteProcessName.service(of: name)?.rawValue ?? "")
        }
        let chosen = running.filter { isChosen($0.name) }
        let services = chosen.filter { $0.name != SuiteProcessName.broker }
        try await stop(services)
        try await stop(chosen.filter { $0.name == SuiteProcessName.broker })
        for (name, process) in known where !process.isAlive && isChosen(name) {
            try? FileManager.default.removeItem(atPath: directory.pidFile(name))
        }
        if only.isEmpty, let settings = SuiteSettings.read(directory), settings.ownsPostgres {
            let postgres = try await PrivatePostgres(directory)
            let wasRunning = postgres.isRunning
            try await postgres.stop()
            if wasRunning { say("Stopped PostgreSQL; its data stays in the state directory.") }
        }
        if !chosen.isEmpty { say("Stopped \(chosen.map(\.name).joined(separator: ", ")).") }
    }

    private func stop(_ processes: [(name: String, process: ProcessIdentity)]) async throws {
        for (_, process) in processes { process.send(SIGTERM) }
        let end = ContinuousClock.now + Self.drainLimit
        for (name, process) in processes {
            let left = max(.milliseconds(100), end - ContinuousClock.now)
            guard try await !process.waitForEnd(within: left) else { continue }
            say("\(name) (process \(process.pid)) did not end in \(Self.drainLimit); killed.")
            process.send(SIGKILL)
            _ = try await process.waitForEnd(within: .seconds(5))
        }
    }

    /// The table of `aftercare status`, and whether all that should run is ready.
    package func status() async -> (table: String, isHealthy: Bool) {
        guard let settings = SuiteSettings.read(directory) else {
            return ("Nothing runs here. Start the suite with `aftercare up`.", false)
        }
        var table = TextTable("process", "pid", "port", "state", "version")
        var isHealthy = true
        if settings.ownsPostgres {
            let process = try? await PrivatePostgres(directory).process
            isHealthy = isHealthy && process != nil
            table.add(
                "postgres",
                process.map { String($0.pid) } ?? "–",
                String(settings.postgresPort),
                process == nil ? "stopped" : "ready",
                ""
            )
        }
        for (name, process) in known {
            let isAlive = process.isAlive
            let port = port(of: name, settings)
            let state =
                if !isAlive {
                    "ended without being stopped"
                } else if name == SuiteProcessName.broker {
                    Ports.isFree(settings.brokerPort) ? "not listening" : "ready"
                } else {
                    await HealthProbe.ask(port: port ?? 0).text
                }
            isHealthy = isHealthy && state == "ready"
            table.add(name, String(process.pid), port.map(String.init) ?? "–", state, settings.version)
        }
        for name in settings.healthPorts.keys.sorted() where !known.contains(where: { $0.name == name }) {
            table.add(name, "–", "–", "stopped", "")
            isHealthy = false
        }
        let address = "\nGateway: \(settings.gatewayURL)   Kafka: \(settings.bootstrapServers)"
        return (table.text + (known.isEmpty ? "\nNo service runs." : address), isHealthy)
    }
}
