import ArgumentParser
import Foundation
import Messages

/// The program around a service: `serve` and `migrate`, the same in every executable.
package enum ServiceProgram {
    /// For the help texts while arguments are read.
    @TaskLocal static var service: ServiceName?

    /// Runs the process with its arguments and ends it with the status that they come to.
    package static func main(_ definition: ServiceDefinition) async {
        exit(await run(definition, arguments: Array(CommandLine.arguments.dropFirst())))
    }

    /// - Returns: 0 when all went well, 64 for wrong arguments, 78 for a faulty configuration, else 1.
    package static func run(_ definition: ServiceDefinition, arguments: [String]) async -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        let command: any ParsableCommand
        do {
            command = try $service.withValue(definition.service) { try ProgramCommand.parseAsRoot(arguments) }
        } catch {
            return report(error, definition.service)
        }
        do {
            switch command {
            case is ServeCommand: try await ServeProgram(definition).run()
            case let command as MigrateCommand: try await MigrateProgram(definition).run(waiting: command.wait)
            default:
                print($service.withValue(definition.service) { ProgramCommand.helpMessage() })
            }
            return 0
        } catch let faults as ConfigurationFaults {
            complain(faults.description)
            return 78
        } catch {
            complain("\(definition.service.rawValue): \(error)")
            return 1
        }
    }

    /// Help and version go to standard output, what is wrong with the arguments to standard error.
    private static func report(_ error: any Error, _ service: ServiceName) -> Int32 {
        let (text, code) = $service.withValue(service) {
            (ProgramCommand.fullMessage(for: error), ProgramCommand.exitCode(for: error))
        }
        if code.isSuccess { print(text) } else { complain(text) }
        return code.rawValue
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}

/// The command line of every service: `dispatch serve`, `dispatch migrate`.
struct ProgramCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        let name = ServiceProgram.service?.rawValue ?? "service"
        return CommandConfiguration(
            commandName: name,
            abstract: "The \(name) service of Aftercare.",
            discussion: """
                Settings come from the environment, from files named by <SETTING>_FILE, and from the JSON file that \
                CONFIG_FILE names. DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS must be set; HTTP_PORT serves /livez, \
                /readyz and /metrics.
                """,
            version: "aftercare \(name) \(ProgramVersion.current)",
            subcommands: [ServeCommand.self, MigrateCommand.self]
        )
    }
}

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service until SIGTERM or SIGINT; then it finishes its work within 45 seconds."
    )
}

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the service's schema in PostgreSQL up to date and give its role its rights."
    )

    @Option(help: "Seconds to wait for a database that does not answer yet.")
    var wait = 60

    func validate() throws {
        guard (0...3600).contains(wait) else { throw ValidationError("--wait must be from 0 to 3600 seconds") }
    }
}

enum ProgramVersion {
    static let current = "0.1.0"
}
