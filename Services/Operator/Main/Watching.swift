import ArgumentParser
import Foundation
import Messages
import OperatorKit

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what runs and how the message runtime is; exit code 1 unless all of it is ready. 运行状态。",
        discussion: """
            Without a suite here, DATABASE_URL names a deployment and only its tables are shown.

              aftercare status
              aftercare status --json | jq '.runtime[] | select(.parkedDead > 0)'
            """
    )

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        let suite = Suite.here
        let environment = ProcessInfo.processInfo.environment
        let isHere = SuiteSettings.read(suite.directory) != nil
        guard isHere || environment["DATABASE_URL"] != nil else {
            Terminal.say(await suite.status().table)
            throw ExitCode(1)
        }
        let processes = isHere ? await suite.status() : nil
        let report = try await runtime()
        if json {
            Terminal.say(Self.document(processes?.isHealthy, report).text)
        } else {
            if let processes { Terminal.say(processes.table + "\n") }
            Terminal.say(report?.text ?? "The database does not answer.")
        }
        if processes?.isHealthy == false || report == nil { throw ExitCode(1) }
    }

    /// `nil` when the database is away: the processes are shown all the same.
    private func runtime() async throws -> StatusReport? {
        let database = OwnerDatabase(url: try RuntimeAccess.databaseURL(), patience: .seconds(30))
        do {
            let report = StatusReport(try await RuntimeStatusProbe(database).read())
            await database.close()
            return report
        } catch let error as OperatorError {
            await database.close()
            throw error
        } catch {
            await database.close()
            return nil
        }
    }

    private static func document(_ isHealthy: Bool?, _ report: StatusReport?) -> JSONValue {
        [
            "processesReady": isHealthy.map(JSONValue.boolean) ?? .null,
            "databaseAnswers": .boolean(report != nil), "runtime": report?.json ?? .null,
        ]
    }
}

struct Lag: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows how far each service is behind, in messages and in time. 消费积压。",
        discussion: """
            Positions are those in PostgreSQL; Kafka's own group offsets are only a hint. Seconds are the age of the \
            oldest message that was not processed yet. A gap means that messages of a sender are missing and were asked for.

              aftercare lag
              aftercare lag --service dispatch --all --watch 2
              aftercare lag --over 1000        exit code 1 when a service is more than 1000 behind or has a gap
            """
    )

    @Option(help: "Only this service; may be repeated.")
    var service: [ServiceName] = []

    @Flag(help: "Every partition, also those that are not behind.")
    var all = false

    @Option(help: "Show it again every so many seconds, until Ctrl-C.")
    var watch: Int?

    @Option(help: "Exit code 1 when a service is more than so many messages behind, or has a gap.")
    var over: Int64?

    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        if let watch, !(1...3600).contains(watch) { throw ValidationError("--watch is from 1 to 3600 seconds.") }
        if let over, over < 0 { throw ValidationError("--over is a number of messages, at least 0.") }
        if watch != nil, over != nil { throw ValidationError("--watch goes on for ever; --over answers once.") }
    }

    func run() async throws {
        let access = try RuntimeAccess.here(subject: "lag")
        try await access.requireKafka()
        let database = OwnerDatabase(url: access.databaseURL, patience: .seconds(30))
        let probe = LagProbe(database: database, kafka: access.kafka)
        repeat {
            let report = LagReport(try await probe.read(of: service))
            if watch != nil, !json { Terminal.say("\u{1B}[2J\u{1B}[H") }
            Terminal.say(json ? report.json.text : report.text(everything: all))
            if let over, report.exceeds(over) { throw ExitCode(1) }
            if let watch { try await Task.sleep(for: .seconds(watch)) }
        } while watch != nil
        await database.close()
    }
}
