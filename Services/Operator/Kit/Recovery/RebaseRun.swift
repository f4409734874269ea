import Database
import Messages
import Messaging
import Vocabulary

/// `aftercare rebase`: gathers which numbers are in use, and makes each service's database fit to be published from.
package struct RebaseRun: Sendable {
    private let access: RecoveryAccess

    package init(_ access: RecoveryAccess) {
        self.access = access
    }

    /// - Parameter margin: without Kafka: so many numbers are left out behind those that the database knows.
    package func run(
        _ services: [ServiceName],
        margin: Int64?,
        isTrial: Bool,
        say: (String) -> Void = { _ in }
    ) async throws -> [Rebase.Report] {
        var topics: TopicNumbers?
        if margin == nil {
            try await access.requireKafka(hint: " Start it, or leave numbers out by `--margin 1000000`.")
            topics = try await TopicNumbers.read(access.kafka, say: say)
        }
        let consumers = try await numbersOfConsumers()
        var reports: [Rebase.Report] = []
        try await access.each(services) { service, pool in
            var highest = topics?.highest(of: service) ?? [:]
            highest.merge(consumers[service] ?? [:]) { max($0, $1) }
            if let margin { highest.merge(try await Self.leavingOut(margin, in: pool)) { max($0, $1) } }
            reports.append(
                try await Rebase(service: service, pool: pool)
                    .run(highest: highest, isTrial: isTrial)
            )
        }
        return reports
    }

    /// The highest number of each sender that any service has taken or seen.
    private func numbersOfConsumers() async throws -> [ServiceName: [TopicPartition: Int64]] {
        var numbers: [ServiceName: [TopicPartition: Int64]] = [:]
        try await access.each(ServiceName.allCases) { _, pool in
            let rows = try await pool.query(
                """
                select source, topic, partition, greatest(next_sequence - 1, gap_sequence) as last
                from consumer_sequence
                """
            )
            for row in rows {
                guard let sender = ServiceName(source: try row.decode("source", as: String.self)) else { continue }
                let partition = TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition"))
                let last = try row.decode("last", as: Int64.self)
                numbers[sender, default: [:]][partition] = max(last, numbers[sender]?[partition] ?? 0)
            }
        }
        return numbers
    }

    private static func leavingOut(_ margin: Int64, in pool: ConnectionPool) async throws -> [TopicPartition: Int64] {
        let rows = try await pool.query("select topic, partition, next_sequence from relay_sequence")
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                (
                    TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition")),
                    try row.decode("next_sequence", as: Int64.self) - 1 + margin
                )
            }
        )
    }

    package static func text(_ reports: [Rebase.Report], isTrial: Bool) -> String {
        var table = TextTable("service", "why", "unpublished", "written since", "partitions moved", "numbers left out")
        for report in reports {
            table.add(
                report.service,
                report.reason ?? (report.moves.isEmpty ? "not needed" : "numbers are in use already"),
                String(report.unpublished),
                String(report.fresh),
                String(report.moves.count),
                String(report.moves.reduce(0) { $0 + $1.to - $1.from })
            )
        }
        let end =
            isTrial
            ? "Nothing was changed (dry run)."
            : "Done: relays publish again by themselves within seconds. 已重建发送基线。"
        return "\(table.text)\n\n\(end)"
    }
}
