import ArgumentParser
import Messages
import OperatorKit
import Vocabulary

struct Reconcile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Compares outboxes, topics and inboxes: counts and hash of ids per hour; exit code 1 on a difference. 对账。",
        discussion: """
            Outbox against topic in both directions (lost, invented), and topic against every consumer's inbox. The last \
            minutes, hours that have expired on one side, quarantined messages and copies are told apart from differences. \
            The result also stands in each service's table `reconciliation` and on /metrics \
            (aftercare_reconciliation_differences).

              aftercare reconcile
              aftercare reconcile --hours 24 --json
              aftercare reconcile --continuous --every 10     every 10 minutes until Ctrl-C
            """
    )

    @Option(help: "How many hours back; by the time at which messages were written.")
    var hours = 14 * 24

    @Option(help: "Seconds in which a message may still be on its way.")
    var grace = 120

    @Flag(help: "Go on comparing until Ctrl-C.")
    var continuous = false

    @Option(help: "Minutes between comparisons, with --continuous.")
    var every = 10

    @Flag(help: "Print one JSON document per comparison.")
    var json = false

    func validate() throws {
        guard (1...24 * 365).contains(hours) else { throw ValidationError("--hours is from 1 to 8760.") }
        guard (0...86_400).contains(grace) else { throw ValidationError("--grace is from 0 to 86400 seconds.") }
        guard (1...1440).contains(every) else { throw ValidationError("--every is from 1 to 1440 minutes.") }
    }

    func run() async throws {
        let access = try RuntimeAccess.here(subject: "reconcile")
        try await access.requireKafka()
        let database = OwnerDatabase(url: access.databaseURL)
        var options = Reconciliation.Options()
        options.hours = hours
        options.grace = .seconds(grace)
        let reconciliation = Reconciliation(access: access, database: database, options: options)
        repeat {
            let report = try await reconciliation.run()
            Terminal.say(json ? report.json.text : report.text)
            guard continuous else {
                await database.close()
                if !report.isClean { throw ExitCode(1) }
                return
            }
            try await Task.sleep(for: .seconds(every * 60))
        } while true
    }
}
