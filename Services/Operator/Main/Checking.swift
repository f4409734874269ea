import ArgumentParser
import Foundation
import Messages
import OperatorKit

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks over all schemas and topics that nothing was lost, doubled or left open.",
        discussion: "Independent of the services: plain SQL and a scan of the topics. Exit code 1 on any violation."
    )

    @Option(help: "Seconds in which a suite that is still at work may come to rest.")
    var within = 60

    func run() async throws {
        let access = try await SuiteAccess.here(subject: "verify")
        let verification = Verification(access)
        let report = try await verification.run(within: .seconds(within))
        Terminal.say(report.text)
        if !report.isClean { throw ExitCode(1) }
    }
}

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Prints a bearer token for local use."
    )

    @Option(help: "A role (\(Role.allCases.map(\.rawValue).joined(separator: ", "))); may be repeated.")
    var role: [Role]

    @Option(help: "Who the token stands for.")
    var subject = "local"

    @Option(help: "How long it is valid, in seconds.")
    var ttl = 3600

    func validate() throws {
        if role.isEmpty { throw ValidationError("Name at least one --role.") }
        if ttl < 1 { throw ValidationError("--ttl is a number of seconds, at least 1.") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let issuer = try await TokenIssuer.local(StateDirectory(environment: environment), environment: environment)
        Terminal.say(try await issuer.token(subject: subject, roles: role, lifetime: .seconds(ttl)))
    }
}

extension Role: ExpressibleByArgument {}

struct Topics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The catalogue's topics.",
        subcommands: [CreateTopics.self, ListTopics.self]
    )
}

struct CreateTopics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Creates the topics on the cluster that KAFKA_BOOTSTRAP_SERVERS names."
    )

    func run() async throws {
        try await TopicSetup.fromEnvironment(ProcessInfo.processInfo.environment).run { Terminal.say($0) }
    }
}

struct ListTopics: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Prints every topic with partitions and retention."
    )

    func run() {
        Terminal.say(TopicSetup.table)
    }
}

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "The JSON Schemas of all messages.",
        subcommands: [ExportSchemas.self]
    )
}

struct ExportSchemas: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes one JSON Schema file for each message version."
    )

    @Argument(help: "The folder to write to; made when missing.", completion: .directory)
    var folder: String

    func run() throws {
        Terminal.say("Wrote \(try SchemaExport.write(to: folder)) files to \(folder).")
    }
}
