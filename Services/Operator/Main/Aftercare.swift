import ArgumentParser
import Foundation
import OperatorKit

/// The operator's command line.
@main
struct Aftercare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aftercare",
        abstract: "Runs, fills, plays and checks the Aftercare suite. 售后服务套件的运维命令。",
        discussion: "Start with `aftercare up`, then `aftercare demo` and `aftercare verify`.",
        version: Suite.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Run a suite on this machine:",
                subcommands: [Up.self, Down.self, Logs.self, EnvironmentCommand.self, Broker.self]
            ),
            CommandGroup(name: "Fill it:", subcommands: [Demo.self, Import.self]),
            CommandGroup(
                name: "See how it stands:",
                subcommands: [Status.self, Lag.self, Verify.self, Reconcile.self]
            ),
            CommandGroup(
                name: "Put right what went wrong:",
                subcommands: [DeadLetters.self, Replay.self, RestoreTopics.self, Rebuild.self, RebaseCommand.self]
            ),
            CommandGroup(name: "Protect people:", subcommands: [Erase.self]),
            CommandGroup(name: "Connect others:", subcommands: [TokenCommand.self, Topics.self, SchemaCommand.self]),
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as OperatorError {
            Terminal.complain(error.description)
            Foundation.exit(1)
        } catch let error as OpenRepairFileError {
            Terminal.complain(error.description)
            Foundation.exit(1)
        } catch  where exitCode(for: error) == .validationFailure {
            Terminal.complain(fullMessage(for: error))
            Foundation.exit(2)  // wrong use
        } catch {
            exit(withError: error)
        }
    }
}
