import ArgumentParser
import Foundation
import Messages
import Messaging
import OperatorKit

/// What every change needs.
struct ChangeOptions: ParsableArguments {
    @Option(help: "Why; it stands in the audit.")
    var reason: String

    @Flag(help: "Try everything and take it back: shows what would happen.")
    var dryRun = false

    @Flag(help: "Do it.")
    var yes = false

    @Option(name: .customLong("as"), help: "Your name for the audit (else AFTERCARE_OPERATOR, else the login).")
    var author: String?

    func validate() throws {
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason must say something.") }
    }

    /// Without --yes nothing may change.
    var isTrial: Bool { dryRun || !yes }

    static func name(_ given: String?) -> String {
        let environment = ProcessInfo.processInfo.environment
        let names = [given, environment["AFTERCARE_OPERATOR"], environment["USER"], environment["LOGNAME"]]
        return names.compactMap { $0 }.first { !$0.isEmpty } ?? "unknown"
    }

    /// Makes a change to some items and says how it went; exit code 1 when one was refused, 2 without --yes.
    func carryOut(
        _ ids: [DeskID],
        _ which: LetterFilter?,
        wholeLanes: Bool,
        rate: Double? = nil,
        limit: Int = 100_000,
        change: @Sendable (ParkingDesk, DeskID) async throws -> String
    ) async throws {
        let by = ParkingDesk.Author(name: Self.name(author), isDryRun: isTrial)
        let services = which?.service ?? []
        let report = try await DeadLetters.withDesks(services: ids.isEmpty ? services : [], author: by) { access in
            let found =
                if let which, ids.isEmpty {
                    try await DeskJob.ids(access, which.filter, wholeLanes: wholeLanes, limit: limit)
                } else { ids }
            let job = DeskJob(ids: found, rate: isTrial ? nil : rate)
            return try await job.run(access, say: { Terminal.say($0) }, change: change)
        }
        Terminal.say("\(report.done) \(isTrial ? "would be done" : "done"), \(report.refused) refused.")
        if isTrial { Terminal.say("Nothing was changed." + (dryRun ? "" : " Add --yes to do it.")) }
        if report.refused > 0 { throw ExitCode(1) }
        if !dryRun, !yes { throw ExitCode(2) }
        if !isTrial { Terminal.say("next: aftercare dlq list   (aftercare dlq audit shows what you did)") }
    }

    func carryOut(
        on selection: Selection,
        wholeLanes: Bool,
        change: @Sendable (ParkingDesk, DeskID) async throws -> String
    ) async throws {
        try await carryOut(
            selection.ids,
            selection.which,
            wholeLanes: wholeLanes,
            rate: selection.rate,
            limit: selection.limit,
            change: change
        )
    }
}

/// Items by id, or all that a filter finds.
struct Selection: ParsableArguments {
    @Argument(help: "Ids that `list` shows; none: everything that the filter finds.")
    var ids: [DeskID] = []

    @OptionGroup var which: LetterFilter

    @Flag(help: "Everything, when neither ids nor a filter are given.")
    var all = false

    @Option(help: "Items in a second.")
    var rate: Double?

    @Option(help: "Items at most.")
    var limit = 100_000

    func validate() throws {
        if !ids.isEmpty, !which.isEmpty || all { throw ValidationError("Give ids or a filter, not both.") }
        if ids.isEmpty, which.isEmpty, !all { throw ValidationError("Give ids, a filter such as --code, or --all.") }
        if let rate, rate <= 0 || rate > 100_000 { throw ValidationError("--rate is a number above 0.") }
        if limit < 1 { throw ValidationError("--limit is at least 1.") }
    }
}

struct ReplayLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Tries lanes at once, and sends dead letters through the inbox again.",
        discussion: """
            A lane goes from its first message on, in order; what had its effect has it once. A dead letter must be \
            readable: edit it first.

            Examples:
              aftercare dlq replay dispatch-p12 --reason "the technician is registered now" --yes
              aftercare dlq replay --service parts --state dead --code waits --reason "stock is in" --rate 20 --yes
            """
    )

    @OptionGroup var selection: Selection
    @OptionGroup var options: ChangeOptions

    @Flag(help: "Also what was sent on its way ten times.")
    var force = false

    func run() async throws {
        try await options.carryOut(on: selection, wholeLanes: true) { [reason = options.reason, force] desk, id in
            try await desk.replay(id, reason: reason, force: force)
        }
    }
}

struct DiscardLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Gives messages up for good; what waits behind them goes on.",
        discussion: """
            A command gets the outcome 'rejected' with your reason, so its sender is not left waiting.

            Examples:
              aftercare dlq discard intake-l3 --reason "test data of the integrator" --yes
              aftercare dlq discard --state letter --code not-a-cloudevent --reason "noise" --dry-run
            """
    )

    @OptionGroup var selection: Selection
    @OptionGroup var options: ChangeOptions

    func run() async throws {
        try await options.carryOut(on: selection, wholeLanes: false) { [reason = options.reason] desk, id in
            try await desk.discard(id, reason: reason)
        }
    }
}

struct SkipLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Sets parked messages aside as dead letters; what waits behind them goes on.",
        discussion: """
            The message can be sent later with `replay`, then out of its order.

            Example:
              aftercare dlq skip dispatch-p12 --reason "the rest cannot wait" --yes
            """
    )

    @OptionGroup var selection: Selection
    @OptionGroup var options: ChangeOptions

    func run() async throws {
        try await options.carryOut(on: selection, wholeLanes: false) { [reason = options.reason] desk, id in
            try await desk.skip(id, reason: reason)
        }
    }
}

struct EditLetter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Changes the body or headers of one message; it must match its schema then.",
        discussion: """
            The original stays beside it. A parked message keeps its place, id and key.

            Examples:
              aftercare dlq edit dispatch-p12 --set region=CHN --reason "typing error" --yes
              aftercare dlq edit intake-l3 --set customer.phone='"13800000000"' --unset note --reason "…" --yes
              aftercare dlq edit intake-l3 --body mended.json --reason "from the order book" --yes
            then: aftercare dlq replay intake-l3 --reason "…" --yes
            """
    )

    @Argument(help: "The id that `list` shows.")
    var id: DeskID

    @Option(help: "A file with the whole new body.", completion: .file())
    var body: String?

    @Option(
        name: .customLong("set"),
        help: "path=value: a member of the body by its path with dots. JSON when it reads as such, else text."
    )
    var members: [String] = []

    @Option(help: "Path of a member to take away.")
    var unset: [String] = []

    @Option(help: "name=value of a header, such as ce_time=2026-11-22T08:00:00Z.")
    var header: [String] = []

    @OptionGroup var options: ChangeOptions

    func validate() throws {
        for text in members + header where !text.contains("=") || text.hasPrefix("=") {
            throw ValidationError("\(text) is not of the form name=value.")
        }
        if body == nil, members.isEmpty, unset.isEmpty, header.isEmpty {
            throw ValidationError("Give --body, --set, --unset or --header.")
        }
    }

    func run() async throws {
        let edit = try makeEdit()
        try await options.carryOut([id], nil, wholeLanes: false) { [reason = options.reason] desk, id in
            try await desk.edit(id, edit, reason: reason)
        }
        if !options.isTrial { Terminal.say("then: aftercare dlq replay \(id) --reason \"…\" --yes") }
    }

    private func makeEdit() throws -> DeskEdit {
        var edit = DeskEdit()
        if let body {
            guard let data = FileManager.default.contents(atPath: body) else {
                throw OperatorError("\(body) cannot be read.")
            }
            edit.body = Array(data)
        }
        for text in members {
            let (path, value) = Self.split(text)
            edit.members.append((Self.path(path), (try? JSONParser.parse(Array(value.utf8))) ?? .string(value)))
        }
        for path in unset { edit.members.append((Self.path(path), nil)) }
        for text in header {
            let (name, value) = Self.split(text)
            edit.headers.append((name, value))
        }
        return edit
    }

    private static func split(_ text: String) -> (String, String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }

    private static func path(_ text: String) -> [String] { text.split(separator: ".").map(String.init) }
}
