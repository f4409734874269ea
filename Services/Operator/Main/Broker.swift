import ArgumentParser
import Messages
import OperatorKit

struct Broker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the development broker in the foreground.",
        discussion: "It forgets everything when it stops, and keeps little per partition. Not for production."
    )

    @Option(help: "The port on 127.0.0.1.")
    var port = 19_092

    func run() async throws {
        try await DevelopmentBrokerCommand.run(port: port)
    }
}
