import ArgumentParser
import Foundation
import Messages
import Messaging
import OperatorKit
import Vocabulary

struct DeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dlq",
        abstract: "Messages that could not be handled: look, mend, send again, give up. 滞留消息与死信的处理。",
        discussion: """
            A message that cannot be handled waits in the lane of its key; later messages of the key queue behind it, \
            other keys go on. A waiting lane is tried again by itself (1 s to 15 min, 20 times); then it is dead and \
            waits for you. Bytes that are no message are kept as dead letters and hold up nobody.

            Usual way:
              aftercare dlq list
              aftercare dlq show dispatch-p12
              aftercare dlq replay dispatch-p12 --reason "stock was booked" --dry-run
              aftercare dlq replay dispatch-p12 --reason "stock was booked" --yes

            What changes something needs --reason and --yes, and leaves a line in `aftercare dlq audit`.
            """,
        subcommands: [
            ListLetters.self, ShowLetter.self, ReplayLetters.self, EditLetter.self, SkipLetters.self,
            DiscardLetters.self, AuditLetters.self,
        ],
        defaultSubcommand: ListLetters.self
    )
}

extension DeskItem.State: ExpressibleByArgument {}
extension DeskOrder: ExpressibleByArgument {}

extension DeskID: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

/// Which items a command is about.
struct LetterFilter: ParsableArguments {
    @Option(help: "Only this service; may be repeated.")
    var service: [ServiceName] = []

    @Option(help: "waiting, dead or letter; may be repeated.")
    var state: [DeskItem.State] = []

    @Option(help: "Part of the topic's name.")
    var topic: String?

    @Option(help: "Part of the message type, such as case-cancelled.")
    var type: String?

    @Option(help: "The code, as `list` shows it, such as waits or schema.")
    var code: String?

    @Option(help: "Part of the error's text, in either case.")
    var error: String?

    @Option(help: "The Kafka key.")
    var key: String?

    @Option(name: .customLong("case"), help: "The case that the message belongs to.")
    var caseID: String?

    @Option(help: "Parked at or after this time, such as 2026-11-22T08:00:00Z, or within the last 30m, 2h or 7d.")
    var since: String?

    @Option(help: "Parked before this time; written as --since.")
    var until: String?

    var isEmpty: Bool {
        state.isEmpty && [topic, type, code, error, key, caseID, since, until].allSatisfy { $0 == nil }
    }

    func validate() throws {
        if let caseID, UniqueID(caseID) == nil { throw ValidationError("--case is a UUID.") }
        for (name, text) in [("--since", since), ("--until", until)] {
            guard let text, Self.time(text) == nil else { continue }
            throw ValidationError("\(name) is a time such as 2026-11-22T08:00:00Z, or 30m, 2h, 7d; not \(text).")
        }
    }

    var filter: DeskFilter {
        var filter = DeskFilter()
        filter.topic = topic
        filter.type = type
        filter.code = code
        filter.reason = error
        filter.key = key
        filter.caseID = caseID.flatMap { UniqueID($0) }
        if !state.isEmpty { filter.states = state }
        filter.since = since.flatMap(Self.time)
        filter.until = until.flatMap(Self.time)
        return filter
    }

    private static func time(_ text: String) -> Timestamp? {
        if let time = Timestamp(text) { return time }
        guard let unit = text.last, let count = Int64(text.dropLast()), count >= 0, count < 100_000 else { return nil }
        switch unit {
        case "m": return .now - .minutes(count)
        case "h": return .now - .hours(count)
        case "d": return .now - .days(count)
        default: return nil
        }
    }
}

extension DeadLetters {
    /// Opens the desks, runs the body, closes them.
    static func withDesks<Result>(
        services: [ServiceName] = [],
        author: ParkingDesk.Author = ParkingDesk.Author(name: "reader"),
        _ body: (DeskAccess) async throws -> Result
    ) async throws -> Result {
        let url = try DeskAccess.databaseURL(ProcessInfo.processInfo.environment)
        let access = try await DeskAccess.open(url: url, services: services, author: author)
        do {
            let result = try await body(access)
            await access.close()
            return result
        } catch {
            await access.close()
            if let refused = error as? DeskError { throw OperatorError(refused.description) }
            throw error
        }
    }
}

struct ListLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists what waits and what is dead, over all services.",
        discussion: """
            Examples:
              aftercare dlq list --state dead
              aftercare dlq list --service dispatch --type case-cancelled --since 2h
              aftercare dlq list --csv --limit 10000 > letters.csv
            """
    )

    @OptionGroup var which: LetterFilter

    @Option(help: "oldest, newest, attempts, topic or code.")
    var sort = DeskOrder.oldest

    @Option(help: "Items on a page.")
    var limit = 50

    @Option(help: "Items to step over.")
    var offset = 0

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print CSV.")
    var csv = false

    func validate() throws {
        if limit < 1 || limit > 100_000 { throw ValidationError("--limit is a number from 1 to 100000.") }
        if offset < 0 { throw ValidationError("--offset is not negative.") }
        if json && csv { throw ValidationError("Choose --json or --csv.") }
    }

    func run() async throws {
        let listing = try await DeadLetters.withDesks(services: which.service) { access in
            try await DeskListing.read(access, which.filter, order: sort, limit: limit, offset: offset)
        }
        Terminal.say(json ? listing.json : csv ? listing.csv : listing.text)
    }
}

struct ShowLetter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one item in full: reason, tries, headers, body, lane.",
        discussion: """
            Personal data is shown as ‹personal›. Who needs to see it gives a reason, which is written to the audit:
              aftercare dlq show intake-l3 --reveal --reason "customer asked on the phone"
            """
    )

    @Argument(help: "The id that `list` shows, such as dispatch-p12.")
    var id: DeskID

    @Flag(help: "Show personal data; needs --reason.")
    var reveal = false

    @Option(help: "Why you need to see personal data.")
    var reason: String?

    @Option(name: .customLong("as"), help: "Your name for the audit (else AFTERCARE_OPERATOR, else the login).")
    var author: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if reveal, reason?.isEmpty ?? true { throw ValidationError("--reveal needs --reason \"…\".") }
    }

    func run() async throws {
        let author = ParkingDesk.Author(name: ChangeOptions.name(author))
        let view = try await DeadLetters.withDesks(services: [id.service], author: author) { access in
            try await DeskView.read(id, try access.desk(of: id), revealing: reveal ? reason : nil)
        }
        Terminal.say(json ? view.json : view.text)
    }
}

struct AuditLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Shows who changed what and why; --verify checks that no line was changed or taken away."
    )

    @Option(help: "Only this service; may be repeated.")
    var service: [ServiceName] = []

    @Option(help: "Lines of each service, newest first.")
    var limit = 50

    @Flag(help: "Compute the chain of digests anew; exit code 1 when it is broken.")
    var verify = false

    func run() async throws {
        try await DeadLetters.withDesks(services: service) { access in
            guard verify else { return Terminal.say(try await DeskAudit.table(access, limit: max(1, limit))) }
            let (text, isWhole) = try await DeskAudit.verify(access)
            Terminal.say(text)
            if !isWhole { throw ExitCode(1) }
        }
    }
}
