import Foundation
import Logging
import Messages
import Messaging
import Synchronization

/// What `up` is asked to start.
package struct UpOptions: Sendable {
    /// Empty: all services.
    package var only: [ServiceName] = []
    package var instances: [ServiceName: Int] = [:]

    package init(only: [ServiceName] = [], instances: [ServiceName: Int] = [:]) {
        self.only = only
        self.instances = instances
    }
}

extension Suite {
    /// Starts whatever of the suite is not running yet and returns when all of it is ready.
    package func up(_ options: UpOptions) async throws -> SuiteSettings {
        try directory.create()
        let lock = try StartLock(directory)
        defer { lock.release() }
        sweep()
        let names = SuiteProcessName.services(only: options.only, instances: options.instances)
        let isPartlyRunning = !running.isEmpty
        var ports = PortPlan()
        var settings = try isPartlyRunning ? running(names, &ports) : fresh(&ports)
        try chooseHealthPorts(names, &settings, &ports)
        _ = try directory.makeSecret("jwt")
        _ = try directory.makeSecret("master-key")
        if settings.ownsPostgres { try await startPostgres(&settings, &ports, isFixed: isPartlyRunning) }
        ports.notes.forEach(say)
        try settings.write(directory)
        if settings.ownsBroker { try await startBroker(settings) }
        try await TopicSetup(settings, environment: environment).run(say: say)
        try await migrate(Set(names.compactMap(SuiteProcessName.service)), settings)
        let missing = names.filter { name in !running.contains { $0.name == name } }
        for name in missing { try start(name, settings) }
        if !missing.isEmpty { say("Started \(missing.joined(separator: ", ")).") }
        try await waitUntilReady(names, settings)
        return settings
    }

    // MARK: ports

    /// The places of a suite that runs already; the missing parts must take theirs again, as the others know them.
    private func running(_ names: [String], _ ports: inout PortPlan) throws -> SuiteSettings {
        guard var settings = SuiteSettings.read(directory) else {
            throw OperatorError("\(directory.settings) is unreadable; stop everything with `aftercare down` first.")
        }
        let alive = Set(running.map(\.name))
        if settings.ownsBroker, !alive.contains(SuiteProcessName.broker) {
            _ = try ports.choose(settings.brokerPort, for: "development broker", isFixed: true)
        }
        if names.contains("gateway"), !alive.contains("gateway") {
            settings.gatewayPort = try ports.choose(settings.gatewayPort, for: "gateway")
        }
        return settings
    }

    private func chooseHealthPorts(
        _ names: [String],
        _ settings: inout SuiteSettings,
        _ ports: inout PortPlan
    ) throws {
        let alive = Set(running.map(\.name))
        for name in names where !alive.contains(name) || settings.healthPorts[name] == nil {
            let usual = ServiceName.allCases.map(\.rawValue).firstIndex(of: name).map { PortPlan.health + $0 }
            let wanted = settings.healthPorts[name] ?? usual ?? PortPlan.health + ServiceName.allCases.count
            settings.healthPorts[name] = try ports.chooseQuietly(from: wanted)
        }
    }

    private func fresh(_ ports: inout PortPlan) throws -> SuiteSettings {
        let database = environment["DATABASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
        let kafka = environment["KAFKA_BOOTSTRAP_SERVERS"].flatMap { $0.isEmpty ? nil : $0 }
        let wanted = environment["GATEWAY_PORT"].flatMap { Int($0) }
        let gateway = try ports.choose(wanted ?? PortPlan.gateway, for: "gateway", isFixed: wanted != nil)
        let broker = try kafka == nil ? ports.choose(PortPlan.broker, for: "development broker") : 0
        return SuiteSettings(
            databaseURL: database ?? "",
            bootstrapServers: kafka ?? "127.0.0.1:\(broker)",
            ownsPostgres: database == nil,
            ownsBroker: kafka == nil,
            postgresPort: 0,
            brokerPort: broker,
            gatewayPort: gateway,
            healthPorts: [:],
            version: Self.version
        )
    }

    // MARK: the parts that services need

    private func startPostgres(
        _ settings: inout SuiteSettings,
        _ ports: inout PortPlan,
        isFixed: Bool
    ) async throws {
        let postgres = try await PrivatePostgres(directory)
        if postgres.isRunning, let port = postgres.runningPort {
            settings.postgresPort = port
        } else {
            let wanted = settings.postgresPort == 0 ? PortPlan.postgres : settings.postgresPort
            settings.postgresPort = try ports.choose(wanted, for: "private PostgreSQL", isFixed: isFixed)
            say("Starting the private PostgreSQL on port \(settings.postgresPort).")
        }
        settings.databaseURL = try await postgres.start(port: settings.postgresPort)
    }

    private func startBroker(_ settings: SuiteSettings) async throws {
        guard !running.contains(where: { $0.name == SuiteProcessName.broker }) else { return }
        try start(SuiteProcessName.broker, settings)
        say("Started the development broker on \(settings.bootstrapServers): it forgets everything when it stops.")
        let end = ContinuousClock.now + .seconds(20)
        while Ports.isFree(settings.brokerPort) {
            try failIfEnded(SuiteProcessName.broker)
            guard ContinuousClock.now < end else { throw OperatorError("The broker does not listen.") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func migrate(_ services: Set<ServiceName>, _ settings: SuiteSettings) async throws {
        for service in ServiceName.allCases where services.contains(service) {
            let variables = environment.merging(variables(for: service.rawValue, settings)) { $1 }
            try await ChildProcess.run(
                Self.executable(for: service.rawValue),
                ["migrate"],
                environment: variables
            )
        }
        say("The database schemas are up to date.")
    }

    private func waitUntilReady(_ names: [String], _ settings: SuiteSettings) async throws {
        let end = ContinuousClock.now + .seconds(90)
        var waiting = names
        while !waiting.isEmpty {
            var still: [(name: String, answer: HealthProbe.Answer)] = []
            for name in waiting {
                try failIfEnded(name)
                let answer = await HealthProbe.ask(port: settings.healthPorts[name] ?? 0)
                if answer != .ready { still.append((name, answer)) }
            }
            if !still.isEmpty, ContinuousClock.now > end {
                let reasons = still.map { "  \($0.name): \($0.answer.text)" }.joined(separator: "\n")
                throw OperatorError("Not ready after 90 s:\n\(reasons)\nSee the logs in \(directory.path)/log.")
            }
            waiting = still.map(\.name)
            if !waiting.isEmpty { try await Task.sleep(for: .milliseconds(200)) }
        }
    }

    private func failIfEnded(_ name: String) throws {
        guard ProcessIdentity(file: directory.pidFile(name))?.isAlive != true else { return }
        throw OperatorError("\(name) ended right after its start. Its last words:\n\(logTail(name))")
    }
}

/// One `up` at a time per state directory.
final class StartLock: Sendable {
    private let descriptor: Int32

    init(_ directory: StateDirectory) throws {
        descriptor = open(directory.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw OperatorError(
                "Another `aftercare up` is just starting the suite in \(directory.path). Wait for it, then look at "
                    + "`aftercare status`."
            )
        }
    }

    func release() {
        close(descriptor)
    }
}
