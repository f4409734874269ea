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
        subcommands: [
            Up.self, Down.self, Status.self, Logs.self, EnvironmentCommand.self, Demo.self, Import.self, Verify.self,
            TokenCommand.self, Topics.self, Replay.self, RebaseCommand.self, RestoreTopics.self, SchemaCommand.self,
            Broker.self,
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
        } catch {
            exit(withError: error)
        }
    }
}
