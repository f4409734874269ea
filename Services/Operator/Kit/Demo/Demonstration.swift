import Messages
import Messaging
import Vocabulary

/// The whole demonstration: technicians and parts, the import of a file, and every case played to its end.
package struct Demonstration: Sendable {
    /// Nothing moves for so long: something is broken.
    private static let patience = Duration.seconds(300)

    /// Cases that came from elsewhere may wait for somebody whom the demonstration does not play.
    private static let patienceForOthers = Duration.seconds(60)

    private let gateway: GatewayClient
    private let kafka: KafkaConfiguration
    private let path: String
    private let limit: Int?

    package init(gateway: GatewayClient, kafka: KafkaConfiguration, path: String, limit: Int?) {
        self.gateway = gateway
        self.kafka = kafka
        self.path = path
        self.limit = limit
    }

    private struct Ending: Sendable {
        var count = 0
        var outcomes: [String: Int] = [:]
    }

    private enum Part: Sendable {
        case imported(ImportSummary)
        case played(Ending)
    }

    /// - Returns: the summary for the terminal, and whether every case of the file has ended.
    package func run() async throws -> (summary: String, isComplete: Bool) {
        let start = ContinuousClock.now
        let records = DemoRecords()
        let player = DemoPlayer(gateway: gateway, records: records)
        let crew = DemoCrew(try rows())
        for step in crew.steps {
            Terminal.say("Preparing technicians and parts: \(step.count) commands.")
            try await player.prepare(step)
        }

        var imported = ImportSummary()
        var ending = Ending()
        try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask { try await .imported(importRows(records)) }
            group.addTask { try await .played(play(player, records)) }
            for try await part in group {
                switch part {
                case .imported(let summary): imported = summary
                case .played(let end): ending = end
                }
            }
        }
        let cases = await records.caseIDs.count
        let seconds = (ContinuousClock.now - start).components.seconds
        var lines = [imported.text, "", "\(ending.count) of \(cases) cases have ended, in \(seconds) s:"]
        lines += Self.table(ending.outcomes)
        lines.append("Sent by technicians, clerks and customers:")
        lines += Self.table(player.counts)
        lines += try await rejections(player)
        return (lines.joined(separator: "\n"), ending.count == cases)
    }

    private func rows() throws -> [OpenRepairRow] {
        var file = try OpenRepairFile(path: path, schema: OpenRepairRecordV1.contract.schema)
        var rows: [OpenRepairRow] = []
        while rows.count < limit ?? .max, let element = try file.next() {
            if case .row(let row) = element { rows.append(row) }
        }
        return rows
    }

    private func importRows(_ records: DemoRecords) async throws -> ImportSummary {
        let importer = RowImporter(gateway: gateway, kafka: kafka, progress: ProgressLine("Import"))
        let summary = try await importer.run(path, options: .init(limit: limit)) { row, caseID in
            await records.add(row, caseID: caseID)
        }
        await records.finish()
        return summary
    }

    /// Goes on until every case of the file has ended, or nothing has moved for a long time.
    private func play(_ player: DemoPlayer, _ records: DemoRecords) async throws -> Ending {
        let progress = ProgressLine("Cases ")
        var last = Ending()
        var lastChange = ContinuousClock.now
        var lastCount = ContinuousClock.now
        while true {
            let begun = try await player.round()
            if await !records.isComplete {
                lastChange = .now
            } else if ContinuousClock.now - lastCount > .seconds(2 + last.count / 2000) {
                let cases = await records.caseIDs
                let now = try await player.ended(among: cases)
                if now.count != last.count { lastChange = .now }
                last = Ending(count: now.count, outcomes: now.outcomes)
                lastCount = .now
                progress.show(
                    Double(now.count) / Double(max(cases.count, 1)),
                    "\(now.count) of \(cases.count) have ended"
                )
                if now.count == cases.count {
                    let others = try await player.openCases()
                    if others == 0 {
                        progress.finish("all \(cases.count) have ended")
                        return last
                    }
                    if ContinuousClock.now - lastChange > Self.patienceForOthers {
                        progress.note("All cases of the file have ended; of others at least \(others) are open.")
                        return last
                    }
                }
            }
            guard ContinuousClock.now - lastChange < Self.patience else {
                progress.note("Nothing has moved for \(Self.patience); giving up.")
                for line in player.stuck.prefix(20) { progress.note("  stuck: \(line)") }
                return last
            }
            if begun == 0 { try await Task.sleep(for: .milliseconds(300)) }
        }
    }

    /// What the suite or the gateway refused; a demonstration without kills and restarts should have none.
    private func rejections(_ player: DemoPlayer) async throws -> [String] {
        var reasons = player.refusals
        let ids = Array(Set(player.commands))
        var completed = 0
        for start in stride(from: 0, to: ids.count, by: 500) {
            for outcome in try await gateway.outcomes(of: Array(ids[start..<min(start + 500, ids.count)])) {
                if let reason = outcome.rejection {
                    reasons[reason, default: 0] += 1
                } else {
                    completed += 1
                }
            }
        }
        let open = ids.count - completed - reasons.values.reduce(0, +) + player.refusals.values.reduce(0, +)
        let head = "Commands: \(completed) completed, \(reasons.values.reduce(0, +)) rejected, \(max(open, 0)) open."
        return [head] + Self.table(reasons)
    }

    private static func table(_ counts: [String: Int]) -> [String] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "  \($0.value)\t\($0.key)" }
    }
}
