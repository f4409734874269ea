import Messages
import Messaging

/// The independent check over all schemas and topics.
package struct Verification: Sendable {
    package struct Report: Sendable {
        package let text: String
        package let isClean: Bool
    }

    private let access: SuiteAccess

    package init(_ access: SuiteAccess) {
        self.access = access
    }

    /// - Parameter limit: how long a suite that is still at work may take to come to rest.
    package func run(within limit: Duration) async throws -> Report {
        let database = DatabaseAudit(url: access.settings.databaseURL)
        let end = ContinuousClock.now + limit
        var findings = try await ask(database)
        while findings.contains(where: { $0.violations != 0 }), ContinuousClock.now < end {
            try await Task.sleep(for: .seconds(2))
            findings = try await ask(database)
        }
        var counts = TextTable("what there is", "number")
        for count in Count.all { counts.add(count.title, try await database.ask(count).map(String.init) ?? "no table") }
        let topics = try await TopicAudit(kafka: access.kafka, database: database).run()
        await database.close()
        return Self.report(findings, topics, counts: counts, ownsBroker: access.settings.ownsBroker)
    }

    private func ask(_ database: DatabaseAudit) async throws -> [DatabaseAudit.Finding] {
        var findings: [DatabaseAudit.Finding] = []
        for check in Check.cases + Check.messages + Check.stock + Check.notifications {
            findings.append(try await database.ask(check))
        }
        return findings
    }

    private static func report(
        _ findings: [DatabaseAudit.Finding],
        _ topics: TopicAudit.Report,
        counts: TextTable,
        ownsBroker: Bool
    ) -> Report {
        var counts = counts
        counts.add("topics scanned", String(topics.topics))
        counts.add("records on them", String(topics.records))
        counts.add("of these copies", String(topics.copies))
        counts.add("of these foreign", String(topics.foreign))
        var checks = TextTable("what must hold", "violations")
        for finding in findings { checks.add(finding.title, finding.violations.map(String.init) ?? "no table") }
        checks.add("the topics hold what was sent, in order per key", String(topics.violations.count))
        var lines = [counts.text, "", checks.text]
        if ownsBroker {
            lines += ["", "The development broker forgets: the topic scan covers what it still holds."]
        }
        let bad = findings.filter { $0.violations != 0 }
        for finding in bad {
            lines += [
                "", "\(finding.title): " + (finding.violations.map { "\($0) violations" } ?? "tables are missing"),
            ]
            lines += finding.samples.map { "  \($0)" }
        }
        if !topics.violations.isEmpty {
            lines += ["", "topics:"] + topics.violations.prefix(20).map { "  \($0)" }
        }
        let isClean = bad.isEmpty && topics.violations.isEmpty
        lines += ["", isClean ? "Verified: no violation. 核对通过。" : "NOT CLEAN: see above. 核对未通过。"]
        return Report(text: lines.joined(separator: "\n"), isClean: isClean)
    }
}
