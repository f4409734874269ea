import ArgumentParser
import Foundation
import Messages
import OperatorKit

extension ServiceName: ExpressibleByArgument {}

/// How many instances of a service, written as `dispatch=2`.
struct InstanceCount: ExpressibleByArgument {
    let service: ServiceName
    let count: Int

    init?(argument: String) {
        let parts = argument.split(separator: "=")
        guard parts.count == 2, let service = ServiceName(rawValue: String(parts[0])), let count = Int(parts[1]),
            (1...20).contains(count)
        else { return nil }
        self.service = service
        self.count = count
    }
}

struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts what is not running yet: PostgreSQL, the development broker and the services.",
        discussion: """
            DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS take the place of the private PostgreSQL and of the development \
            broker. Without --detach the suite stops with this command (Ctrl-C).
            """
    )

    @Flag(name: [.short, .long], help: "Leave the suite running and return when it is ready.")
    var detach = false

    @Option(help: "Start only this service; may be repeated.")
    var only: [ServiceName] = []

    @Option(help: "Number of instances, such as dispatch=2; may be repeated.")
    var instances: [InstanceCount] = []

    func run() async throws {
        let suite = Suite.here
        let counts = Dictionary(instances.map { ($0.service, $0.count) }) { $1 }
        let options = UpOptions(only: only, instances: counts)
        if detach {
            let settings = try await suite.up(options)
            Terminal.say("The suite is ready: \(settings.gatewayURL)")
            return
        }
        let signals = Interruption()
        let start = Task { try await suite.up(options) }
        let watch = Task {
            await signals.wait()
            start.cancel()
        }
        do {
            let settings = try await start.value
            Terminal.say("The suite is ready: \(settings.gatewayURL)   Ctrl-C stops it.")
            await suite.watch(until: signals)
        } catch {
            watch.cancel()
            try? await suite.down()
            throw error
        }
        try await suite.down()
    }
}

struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops the suite, or some processes of it; each may finish its work first."
    )

    @Argument(help: "Processes, such as dispatch, dispatch-2 or broker; none: everything.")
    var processes: [String] = []

    func run() async throws {
        try await Suite.here.down(only: processes)
    }
}

struct Logs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the last lines of the logs.")

    @Argument(help: "A process, such as dispatch, broker or postgres; none: all.")
    var process: String?

    @Flag(name: [.short, .long], help: "Go on as lines are added.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: "How many lines of each log.")
    var lines = 40

    func run() async throws {
        try await LogViewer(Suite.here.directory).show(process, lines: lines, follow: follow) { Terminal.say($0) }
    }
}

struct EnvironmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "Prints the settings of a process as shell lines.",
        discussion:
            "With them a service is started by hand: eval \"$(aftercare env dispatch)\"; .build/release/dispatch serve"
    )

    @Argument(help: "A process, such as dispatch.")
    var process: String

    func run() async throws {
        let suite = Suite.here
        let settings = try SuiteSettings.required(suite.directory)
        for (name, value) in suite.variables(for: process, settings).sorted(by: { $0.key < $1.key }) {
            Terminal.say("export \(name)='\(value)'")
        }
    }
}

extension Suite {
    /// The suite of the state directory that `AFTERCARE_HOME` names.
    static var here: Suite {
        let environment = ProcessInfo.processInfo.environment
        return Suite(directory: StateDirectory(environment: environment), environment: environment) { Terminal.say($0) }
    }
}
