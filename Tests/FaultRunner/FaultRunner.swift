import ArgumentParser
import FaultKit
import Foundation
import Logging
import OperatorKit

/// `make faults`: plays the fault matrix on this machine and says what held.
@main
struct FaultRunner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "FaultRunner",
        abstract: "Plays the fault matrix of the message runtime on this machine.",
        discussion: """
            Exit codes: 0 all that could run held, 1 something was violated, 2 wrong use.

              FaultRunner --seed 7 --rows R1,C4
              FaultRunner --minutes 30
              FaultRunner --schedule failed.json

            KAFKA_BOOTSTRAP_SERVERS takes another Kafka than the development broker; KAFKA_STOP_COMMAND,
            KAFKA_START_COMMAND and KAFKA_WIPE_COMMAND say how its rows stop, start and wipe it.
            """
    )

    @Option(help: "The seed of all dice; printed when left out.")
    var seed: UInt64?
    @Option(help: "Rows to play, such as R1,C4; all when left out.")
    var rows = ""
    @Option(help: "Go on with further seeds for so many minutes.")
    var minutes = 0.0
    @Option(help: "Play the schedules of this file instead of making some.")
    var schedule: String?
    @Flag(help: "Play the short tier of `make test`.")
    var short = false
    @Option(help: "Steps a second.")
    var rate = 60.0
    @Option(help: "Seconds that a relay's lease lasts.")
    var lease = 5
    @Option(help: "Where schedules, results and the logs of a failure are put.")
    var output = ".build/faults"

    func run() async throws {
        let first = seed ?? UInt64.random(in: 1...999_999)
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        let end = ContinuousClock.now + .seconds(minutes * 60)
        var results: [RowResult] = []
        var round: UInt64 = 0
        repeat {
            results += try await Round(seed: first + round, settings: self).play()
            round += 1
        } while ContinuousClock.now < end && schedule == nil
        try Report.write(results, to: output + "/results.json")
        say(Report.table(results))
        if results.contains(where: { $0.verdict == .violated }) { throw ExitCode(1) }
    }

    var chosen: [String] {
        rows.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
    }

    mutating func validate() throws {
        let known = Set(FaultRow.all.map(\.id) + ["G1", "G2"])
        if let unknown = chosen.first(where: { !known.contains($0) }) {
            let unable = Report.notHere.first { $0.row == unknown }.map { " here: \($0.reason)" } ?? ""
            throw ValidationError(
                "the row \(unknown) cannot be played\(unable); there are \(known.sorted().joined(separator: " "))"
            )
        }
    }
}

/// All rows once, on one stand.
struct Round {
    let seed: UInt64
    let settings: FaultRunner

    func play() async throws -> [RowResult] {
        var plan = Stand.Plan()
        plan.leaseSeconds = settings.lease
        plan.external = ExternalBroker(ProcessInfo.processInfo.environment)
        let logger = Logger(label: "faults") { _ in SwiftLogNoOpLogHandler() }
        let stand = try await Stand(plan, logger: logger)
        say("seed \(seed): schedules in \(settings.output), logs in \(stand.directory.path)/log while it runs")
        do {
            let results = try await play(on: stand, logger)
            await stand.end()
            return results
        } catch {
            await stand.end()
            throw error
        }
    }

    private func play(on stand: Stand, _ logger: Logger) async throws -> [RowResult] {
        try await stand.start()
        var plan = Load.Plan(seed: seed)
        plan.stepsPerSecond = settings.rate
        let url = await stand.databaseURL
        let load = Load(plan, database: url, kafka: stand.kafka, logger: logger)
        let checker = Checker(database: url, kafka: stand.kafka, logger: logger)
        let loading = Task { await load.run() }
        let run = FaultRun(stand: stand, load: load, checker: checker)
        let schedules = try schedules()
        try FaultSchedule.write(schedules, to: "\(settings.output)/schedule-\(seed).json")
        var results: [RowResult] = []
        for schedule in schedules {
            guard let row = (FaultRow.all + FaultRow.short).first(where: { $0.id == schedule.row }) else { continue }
            let result = try await run.play(row, schedule)
            results.append(result)
            try tell(result, schedule, stand)
            // What is broken stays broken: the next rows would only tell of it again.
            if result.verdict == .violated { break }
        }
        if results.allSatisfy({ $0.verdict != .violated }) { results += try await gatewayRows(stand) }
        loading.cancel()
        await loading.value
        await checker.close()
        return results
    }

    private func schedules() throws -> [FaultSchedule] {
        if let file = settings.schedule { return try FaultSchedule.read(file) }
        if settings.short { return FaultRow.short.map { $0.schedule(seed: seed) } }
        let external = ExternalBroker(ProcessInfo.processInfo.environment)
        let rows = FaultRow.all.filter { row in
            guard settings.chosen.isEmpty || settings.chosen.contains(row.id) else { return false }
            let obstacle = row.id == "P2" && geteuid() != 0 ? "needs root" : external?.obstacle(to: row)
            if let obstacle { say("\(row.id): cannot run here: \(obstacle)") }
            return obstacle == nil
        }
        return rows.map { $0.schedule(seed: seed) }
    }

    private func gatewayRows(_ stand: Stand) async throws -> [RowResult] {
        let wanted = Set(settings.chosen.isEmpty && settings.schedule == nil ? ["G1", "G2"] : settings.chosen)
        guard !wanted.isDisjoint(with: ["G1", "G2"]) else { return [] }
        let rows = try await GatewayRows(beside: stand, seed: seed)
        var results: [RowResult] = []
        if wanted.contains("G1") { results.append(try await rows.killBesidePersisting()) }
        if wanted.contains("G2") { results.append(try await rows.postSideBySide()) }
        await rows.end()
        for result in results { say(Report.line(result)) }
        return results
    }

    private func tell(_ result: RowResult, _ schedule: FaultSchedule, _ stand: Stand) throws {
        say(Report.line(result))
        guard result.verdict == .violated else { return }
        let file = "\(settings.output)/failed-\(seed)-\(result.row).json"
        try FaultSchedule.write([schedule], to: file)
        let logs = "\(settings.output)/logs-\(seed)-\(result.row)"
        try? FileManager.default.removeItem(atPath: logs)
        try FileManager.default.copyItem(atPath: stand.directory.path + "/log", toPath: logs)
        say((result.notes + result.violations.prefix(40)).map { "    " + $0 }.joined(separator: "\n"))
        say("    again: make faults SCHEDULE=\(file); logs: \(logs)")
    }
}

/// Without a buffer, so that a run in a file can be followed.
private func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}
