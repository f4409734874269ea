import Logging
import Messages
import Messaging
import Vocabulary

/// Publishes the rows of an Open Repair file as an integrator would, and stays until each has its outcome.
package struct RowImporter: Sendable {
    package struct Options: Sendable {
        package var limit: Int?
        package init(limit: Int? = nil) { self.limit = limit }
    }

    private static let window = 2000
    private static let patience = Duration.seconds(10)
    private static let batch = 500

    private let gateway: GatewayClient
    private let kafka: KafkaConfiguration
    private let progress: ProgressLine

    package init(gateway: GatewayClient, kafka: KafkaConfiguration, progress: ProgressLine) {
        self.gateway = gateway
        self.kafka = kafka
        self.progress = progress
    }

    /// - Parameter onCase: hears which case each accepted row became.
    package func run(
        _ path: String,
        options: Options,
        onCase: @Sendable (OpenRepairRow, String?) async -> Void = { _, _ in }
    ) async throws -> ImportSummary {
        var file = try OpenRepairFile(path: path, schema: OpenRepairRecordV1.contract.schema)
        var summary = ImportSummary()
        var window = ConfirmationWindow<OpenRepairRow>(capacity: Self.window, patience: Self.patience)
        let publisher = try RowPublisher(kafka)
        var isAtEnd = false
        var read = 0
        var lastAnswer = ContinuousClock.now
        while !isAtEnd || !window.isEmpty {
            let rows = try Self.rows(
                from: &file,
                atMost: min(window.room, Self.batch, (options.limit ?? .max) - read),
                &summary
            )
            read += rows.count
            if rows.isEmpty && window.room > 0 { isAtEnd = true }
            for row in rows { window.add(row, id: row.commandID.description, at: .now) }
            let overdue = window.takeOverdue(at: .now)
            try await publisher.publish(rows + overdue)

            let answered = try await confirm(&window, &summary, onCase)
            if answered > 0 || !rows.isEmpty { lastAnswer = .now }
            if ContinuousClock.now - lastAnswer > GatewayClient.patience {
                throw OperatorError(
                    "\(window.count) rows have no outcome after \(GatewayClient.patience). Is intake running? "
                        + "See `aftercare status`."
                )
            }
            let share = options.limit.map { Double(read) / Double(max($0, 1)) } ?? 0
            let fraction = isAtEnd ? 1 : max(share, Double(file.position) / Double(max(file.size, 1)))
            progress.show(fraction, "\(summary.accepted) accepted, \(window.count) on their way")
            if answered == 0, !window.isEmpty { try await Task.sleep(for: .milliseconds(100)) }
        }
        await publisher.close()
        summary.republished = window.republished
        return summary
    }

    /// Reads a file without publishing anything.
    package static func dryRun(_ path: String, limit: Int?) throws -> ImportSummary {
        var file = try OpenRepairFile(path: path, schema: OpenRepairRecordV1.contract.schema)
        var summary = ImportSummary()
        summary.accepted = try rows(from: &file, atMost: limit ?? .max, &summary).count
        return summary
    }

    private static func rows(
        from file: inout OpenRepairFile,
        atMost limit: Int,
        _ summary: inout ImportSummary
    ) throws -> [OpenRepairRow] {
        var rows: [OpenRepairRow] = []
        while rows.count < limit, let element = try file.next() {
            switch element {
            case .row(let row): rows.append(row)
            case .refused(let refused): summary.refused.append(refused)
            }
        }
        return rows
    }

    private func confirm(
        _ window: inout ConfirmationWindow<OpenRepairRow>,
        _ summary: inout ImportSummary,
        _ onCase: @Sendable (OpenRepairRow, String?) async -> Void
    ) async throws -> Int {
        var answered = 0
        let ids = window.ids.compactMap { CommandID($0) }
        for start in stride(from: 0, to: ids.count, by: 500) {
            for outcome in try await gateway.outcomes(of: Array(ids[start..<min(start + 500, ids.count)])) {
                guard let row = window.confirm(outcome.id.description) else { continue }
                answered += 1
                if let reason = outcome.rejection {
                    let text = String(row.body.text.prefix(500))
                    summary.rejected.append(RefusedRow(line: row.line, field: nil, reason: reason, text: text))
                } else {
                    summary.accepted += 1
                    await onCase(row, outcome.aggregateID)
                }
            }
        }
        return answered
    }
}
