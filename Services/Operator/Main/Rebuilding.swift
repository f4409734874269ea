import ArgumentParser
import Messages
import OperatorKit

struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rebuilds read models and projections while the suite works. 重建读模型。",
        discussion: """
            New rows are made beside the old ones and take their place in one transaction; readers never wait. Run it \
            again after an interruption.

              aftercare rebuild lists --dry-run      every list: what would change
              aftercare rebuild lists cases stock    two lists of the gateway
              aftercare rebuild lists --cancel       take back what was begun
              aftercare rebuild timeline
              aftercare rebuild known-cases
            """,
        subcommands: [RebuildLists.self, RebuildTimeline.self, RebuildKnownCases.self]
    )
}

struct RebuildLists: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists",
        abstract: "The gateway's lists: their owners send every state again, whatever the broker still holds.",
        discussion: """
            The services must run. Rows that no owner knows vanish. A dry run sends the states and compares them, but \
            changes no list.
            """
    )

    @Argument(help: "Names of lists, such as cases; none: all.")
    var lists: [String] = []

    @Option(help: "States per second and list; live messages go first in any case.")
    var rate = 500

    @Flag(help: "Show what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "Take back a rebuild that was begun; the lists stay as they are.")
    var cancel = false

    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard (1...100_000).contains(rate) else { throw ValidationError("--rate is from 1 to 100000 per second.") }
        if cancel, dryRun { throw ValidationError("--cancel and --dry-run do not go together.") }
    }

    func run() async throws {
        let database = OwnerDatabase(url: try RuntimeAccess.databaseURL())
        let rebuild = try ListRebuild(database: database, names: lists)
        if cancel {
            try await rebuild.cancel()
            Terminal.say("Taken back; the lists are as they were. 已取消，列表未改动。")
        } else {
            try await rebuild.start(rate: rate)
            try await waitUntilReady(rebuild)
            let changes = try await rebuild.swap(dryRun: dryRun)
            if dryRun { try await rebuild.cancel() }
            let report = RebuildReport(changes, dryRun: dryRun)
            Terminal.say(json ? report.json.text : report.text)
        }
        await database.close()
    }

    private func waitUntilReady(_ rebuild: ListRebuild) async throws {
        let line = json ? nil : ProgressLine("Rebuild")
        while true {
            let progress = try await rebuild.progress()
            let ready = progress.filter(\.isReady).count
            let (sent, arrived) = progress.reduce((Int64(0), Int64(0))) { ($0.0 + $1.sent, $0.1 + $1.arrived) }
            let detail = "\(ready) of \(progress.count) lists, \(arrived) of \(sent) states have arrived"
            guard ready < progress.count else {
                line?.finish(detail)
                return
            }
            line?.show(Double(ready) / Double(max(1, progress.count)), detail)
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}

/// What all rebuilds inside the database have in common.
struct RebuildOptions: ParsableArguments {
    @Flag(help: "Show what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "Print one JSON document.")
    var json = false

    func run(_ body: (ProjectionRebuild) async throws -> [ProjectionChange]) async throws {
        let database = OwnerDatabase(
            url: try RuntimeAccess.databaseURL(),
            patience: .seconds(3600)
        )
        let report = RebuildReport(try await body(ProjectionRebuild(database: database)), dryRun: dryRun)
        Terminal.say(json ? report.json.text : report.text)
        await database.close()
    }
}

struct RebuildTimeline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "The timelines of cases, from the events in all outboxes; older entries stay."
    )

    @OptionGroup var options: RebuildOptions

    func run() async throws {
        try await options.run { try await $0.timeline(dryRun: options.dryRun) }
    }
}

struct RebuildKnownCases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "known-cases",
        abstract: "The cases that complaints and returns know, from intake's."
    )

    @OptionGroup var options: RebuildOptions

    func run() async throws {
        try await options.run { try await $0.knownCases(dryRun: options.dryRun) }
    }
}
