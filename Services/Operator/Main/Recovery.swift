import ArgumentParser
import Foundation
import Messages
import OperatorKit
import Vocabulary

struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Publishes messages of a service again, with their old ids and numbers. 重发消息。",
        discussion: """
            The service's own relay does it, beside new messages; consumers drop what they have already. Where to begin: \
            a time, a window of a lane, or all messages of one case. A stretch goes on to the newest message.

            Examples:
              aftercare replay --service intake --since 2026-11-22T08:00:00Z --dry-run
              aftercare replay --service parts --from-tick 1200 --lane 2 --rate 500
              aftercare replay --service dispatch --case 0192f0c1-5b7e-7cc3-98c4-dc0c0c07398f

            Exit code 0: done. 1: not done (no relay runs, the broker refuses). 64: wrong use.
            """
    )

    @Option(help: "Whose messages.")
    var service: ServiceName

    @Option(help: "What was published since this time (RFC 3339, UTC).")
    var since: String?

    @Option(help: "What was published since this window; needs --lane.")
    var fromTick: Int64?

    @Option(help: "The lane of the window, 0 to 3 (partition modulo 4).")
    var lane: Int16?

    @Option(name: .customLong("case"), help: "Only the messages of this case.")
    var caseID: String?

    @Option(help: "Only this topic.")
    var topic: String?

    @Option(help: "At most so many messages per second, over all partitions.")
    var rate: Int?

    @Flag(help: "Show what would go out, and do nothing.")
    var dryRun = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        _ = try scope()
        if let rate, rate < 1 { throw ValidationError("--rate is a number of messages per second, at least 1.") }
        if let topic, !Catalogue.topics.contains(where: { $0.name == topic }) {
            throw ValidationError("There is no topic \(topic); `aftercare topics list` shows them.")
        }
    }

    private func scope() throws -> ReplayPlan.Scope {
        switch (since, fromTick, caseID) {
        case (let text?, nil, nil):
            guard let time = Timestamp(text) else {
                throw ValidationError("--since is a time such as 2026-11-22T08:00:00Z, not \(text).")
            }
            return .since(time)
        case (nil, let tick?, nil):
            guard let lane, (0...3).contains(lane) else { throw ValidationError("--from-tick needs --lane 0 to 3.") }
            return .tick(tick, lane: lane)
        case (nil, nil, let text?):
            guard let id = UniqueID(text) else { throw ValidationError("--case is the id of a case, not \(text).") }
            return .caseID(id)
        default: throw ValidationError("Name one of --since, --from-tick and --case.")
        }
    }

    func run() async throws {
        let access = try RecoveryAccess.here(environment: ProcessInfo.processInfo.environment)
        let progress = ProgressLine("Replay")
        let result = try await ReplayRun(access, service: service).run(
            try scope(),
            topic: topic,
            rate: rate,
            isTrial: dryRun
        ) { fraction, detail in
            if !json { progress.show(fraction, detail) }
        }
        if json { try Terminal.say(jsonLine(result)) } else { Terminal.say(result.text(isTrial: dryRun)) }
        if !dryRun, !result.isDone { throw ExitCode(1) }
    }
}

struct RebaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebase",
        abstract: "Makes a restored database fit to be published from. 数据库恢复后重建发送基线。",
        discussion: """
            After a dump was restored or a backup taken back, relays publish nothing and say so in their log and on \
            /readyz. This command begins a new era of transaction numbers, gives what was unpublished a last window, \
            and moves the numbers of messages behind all that topics and consumers have seen. It reads all topics. \
            Nothing to do is no error; services may go on running.

            Examples:
              aftercare rebase --dry-run
              aftercare rebase
              aftercare rebase --service intake --margin 1000000   (Kafka cannot be read)

            Exit code 0: done, or not needed. 1: failed. 64: wrong use.
            """
    )

    @Option(help: "Only this service; may be repeated. All when none is named.")
    var service: [ServiceName] = []

    @Option(help: "Do not read the topics; leave out so many numbers per partition instead.")
    var margin: Int64?

    @Flag(help: "Show what would be done, and do nothing.")
    var dryRun = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        if let margin, margin < 1 { throw ValidationError("--margin is a number of messages, at least 1.") }
    }

    func run() async throws {
        let access = try RecoveryAccess.here(environment: ProcessInfo.processInfo.environment)
        let reports = try await RebaseRun(access).run(
            service.isEmpty ? ServiceName.allCases : service,
            margin: margin,
            isTrial: dryRun
        )
        if json {
            try Terminal.say(jsonLine(reports))
        } else {
            Terminal.say(RebaseRun.text(reports, isTrial: dryRun))
            Terminal.say("Personal data erased since the dump come back with it: run `aftercare erase --reapply`.")
        }
        if reports.isEmpty { throw OperatorError("No schema of the suite is in this database: run `migrate` first.") }
    }
}

struct RestoreTopics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore-topics",
        abstract: "The broker lost its logs: makes the topics and fills them from the outboxes. 恢复主题。",
        discussion: """
            Compares what the outboxes keep with what the topics hold, lets the relays publish what is missing (same \
            ids, same numbers; consumers drop what they had), waits until it is there, and checks. May be stopped and \
            run again at any time; run it while the services run.

            Examples:
              aftercare restore-topics --dry-run
              aftercare restore-topics

            Exit code 0: the topics hold everything that is kept. 1: something is missing. 64: wrong use.
            """
    )

    @Flag(help: "Show what is missing, and do nothing.")
    var dryRun = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        let access = try RecoveryAccess.here(environment: ProcessInfo.processInfo.environment)
        let report = try await RestoreTopicsRun(access).run(isTrial: dryRun) { if !json { Terminal.say($0) } }
        if json {
            try Terminal.say(jsonLine(report))
        } else {
            Terminal.say(RestoreTopicsRun.text(report, isTrial: dryRun))
        }
        if !dryRun, !report.left.isEmpty { throw ExitCode(1) }
    }
}

private func jsonLine(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
