import Database
import Foundation
import Messages
import Messaging
import Vocabulary

/// `aftercare restore-topics`: the broker lost its logs; makes the topics and lets every relay fill them again from
/// its outbox, until all that is kept is there.
package struct RestoreTopicsRun: Sendable {
    package struct Gap: Codable, Equatable, Sendable {
        package let service: String
        package let topic: String
        package let partition: Int32
        package let from: Int64
        package let through: Int64
    }

    package struct Report: Codable, Sendable {
        /// What the topics lacked when the command began.
        package let missing: [Gap]
        /// Numbers older than what the outboxes keep; placeholders stand for them.
        package let notKept: [Gap]
        /// What is still missing; empty when all is there.
        package var left: [Gap]
        package var hindrance: String?
    }

    private let access: RecoveryAccess

    package init(_ access: RecoveryAccess) {
        self.access = access
    }

    /// May be run at any time and again: what is there is left alone.
    package func run(
        isTrial: Bool,
        patience: Duration = .seconds(60),
        say: (String) -> Void = { _ in }
    ) async throws -> Report {
        try await access.requireKafka()
        if !isTrial { try await createTopics(say) }
        let kept = try await kept()
        let missing = Self.missing(kept, in: try await TopicNumbers.read(access.kafka))
        let notKept = kept.compactMap { kept in
            kept.first > 1 ? kept.gap(from: 1, through: kept.first - 1) : nil
        }
        var report = Report(missing: missing, notKept: notKept, left: missing)
        guard !isTrial, !missing.isEmpty else { return report }
        say("\(missing.count) partitions lack \(missing.reduce(0) { $0 + $1.through - $1.from + 1 }) messages")
        try await request(missing)
        report.hindrance = try await wait(patience, say)
        report.left = Self.missing(kept, in: try await TopicNumbers.read(access.kafka))
        return report
    }

    private func createTopics(_ say: (String) -> Void) async throws {
        do {
            try await KafkaAdmin(access.kafka, logger: RecoveryAccess.quiet)
                .createTopics(Catalogue.topics.map(\.creation))
            say("\(Catalogue.topics.count) topics are there")
        } catch let error as KafkaError where error.name.contains("UNSUPPORTED_FEATURE") {
            say("the development broker makes its topics itself")
        }
    }

    /// What the outboxes can still say, per partition.
    private struct Kept {
        let service: ServiceName
        let partition: TopicPartition
        let first: Int64
        let last: Int64

        func gap(from: Int64, through: Int64) -> Gap {
            Gap(
                service: service.rawValue,
                topic: partition.topic,
                partition: partition.partition,
                from: from,
                through: through
            )
        }
    }

    private func kept() async throws -> [Kept] {
        var kept: [Kept] = []
        try await access.each(ServiceName.allCases) { service, pool in
            let rows = try await pool.query(
                """
                select s.topic, s.partition, s.next_sequence - 1 as last, coalesce(k.first, s.next_sequence) as first
                from relay_sequence s left join (
                    select key, min(value::bigint) as first
                    from relay_tick t cross join lateral jsonb_each_text(t.starts)
                    where published_at is not null group by key
                ) k on k.key = s.topic || '/' || s.partition
                where s.next_sequence > 1 order by s.topic, s.partition
                """
            )
            for row in rows {
                kept.append(
                    Kept(
                        service: service,
                        partition: TopicPartition(
                            topic: try row.decode("topic"),
                            partition: try row.decode("partition")
                        ),
                        first: try row.decode("first"),
                        last: try row.decode("last")
                    )
                )
            }
        }
        return kept
    }

    private static func missing(_ kept: [Kept], in topics: TopicNumbers) -> [Gap] {
        kept.compactMap { kept in
            guard kept.first <= kept.last,
                let from = topics.firstMissing(of: kept.service, in: kept.partition, among: kept.first...kept.last)
            else { return nil }
            return kept.gap(from: from, through: kept.last)
        }
    }

    /// Unless the relay has noticed by itself and is at it.
    private func request(_ gaps: [Gap]) async throws {
        for (name, gaps) in Dictionary(grouping: gaps, by: \.service) {
            try await access.each(ServiceName.allCases.filter { $0.rawValue == name }) { _, pool in
                try await pool.execute(
                    """
                    insert into relay_replay (topic, partition, from_sequence, requested_by)
                    select topic, partition, first, 'operator: restore-topics'
                    from unnest(\(gaps.map(\.topic)), \(gaps.map(\.partition)), \(gaps.map(\.from)))
                        as wanted (topic, partition, first)
                    where not exists (select from relay_replay r where r.done_at is null and r.correlation_id is null
                        and r.topic = wanted.topic and r.partition = wanted.partition
                        and r.from_sequence <= wanted.first)
                    """
                )
            }
        }
    }

    /// - Returns: why it did not come to its end.
    private func wait(_ patience: Duration, _ say: (String) -> Void) async throws -> String? {
        var last = (open: -1, published: Int64(-1))
        var moved = ContinuousClock.now
        while true {
            var now = (open: 0, published: Int64(0))
            var hindrances: [String] = []
            try await access.each(ServiceName.allCases) { service, pool in
                let rows = try await pool.query(
                    """
                    select count(*) as open, coalesce(sum(published), 0)::bigint as published
                    from relay_replay where done_at is null
                    """
                )
                guard let row = rows.first else { return }
                let open = try row.decode("open", as: Int.self)
                now.open += open
                now.published += try row.decode("published", as: Int64.self)
                if open > 0, let hindrance = try await ReplayPlan.hindrance(in: pool) {
                    hindrances.append("\(service.rawValue): \(hindrance)")
                }
            }
            if now.open == 0 { return nil }
            if now != last {
                moved = .now
                say("\(now.open) partitions to go, \(now.published) messages out of these")
            }
            last = now
            if moved.duration(to: .now) > patience {
                return hindrances.isEmpty ? "nothing has moved for \(patience)" : hindrances.joined(separator: "; ")
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    package static func text(_ report: Report, isTrial: Bool) -> String {
        var lines: [String] = []
        if !report.missing.isEmpty {
            var table = TextTable("service", "topic", "partition", "missing from", "to")
            for gap in report.missing {
                table.add(gap.service, gap.topic, String(gap.partition), String(gap.from), String(gap.through))
            }
            lines += [table.text, ""]
        }
        let lost = report.notKept.reduce(0) { $0 + $1.through - $1.from + 1 }
        if lost > 0 {
            lines.append("\(lost) older messages are no longer kept in the outboxes; placeholders stand for them.")
        }
        if report.missing.isEmpty {
            lines.append("The topics hold everything that the outboxes keep; nothing to do.")
        } else if isTrial {
            lines.append("Nothing was changed (dry run).")
        } else if report.left.isEmpty {
            lines.append("Done: the topics hold everything that the outboxes keep. 主题已恢复。")
        } else {
            let cause = report.hindrance ?? "run again"
            lines.append("NOT DONE: \(report.left.count) partitions are not complete; \(cause).")
        }
        return lines.joined(separator: "\n")
    }
}
