import Database
import Logging
import Messages
import Messaging

/// Says what is wrong, from the tables and from every partition read from its first record: it believes no counter of
/// the services.
package final class Checker: Sendable {
    let pool: ConnectionPool
    let kafka: KafkaConfiguration
    let logger: Logger

    package init(database url: String, kafka: KafkaConfiguration, logger: Logger) {
        var configuration = DatabaseConfiguration(url: url, role: nil, schema: "public", applicationName: "checker")
        configuration.connectTimeout = .seconds(2)
        pool = ConnectionPool(configuration: configuration, size: 2, logger: logger)
        self.kafka = kafka
        self.logger = logger
    }

    package func close() async { await pool.shutdown() }

    /// What is still under way; empty at rest.
    package func openWork() async throws -> [String] {
        try await pool.query(Query(unsafe: Self.openWork)).map { try $0.decode("open") }
    }

    /// Waits until nothing is under way any more.
    ///
    /// - Returns: what is still open when the time is over.
    package func rest(within limit: Duration) async throws -> [String] {
        let end = ContinuousClock.now + limit
        while true {
            let open = try? await openWork()
            if open == [] { return [] }
            if ContinuousClock.now >= end { return open ?? ["the database does not answer"] }
            try await Task.sleep(for: .milliseconds(150))
        }
    }

    /// Age of the oldest step that has no outcome and does not wait in a parked lane.
    package func lag() async throws -> Duration {
        let rows = try await pool.query(
            """
            select (extract(epoch from coalesce(max(clock_timestamp() - at), interval '0')) * 1000)::bigint as lag
            from gateway.issued i where not exists (select from gateway.outcome o where o.command_id = i.id)
                and not exists (select from intake.parked_lane p where p.key = i.case_id::text)
            """
        )
        return .milliseconds(try rows[0].decode("lag", as: Int64.self))
    }

    /// Everything that can be judged at rest.
    package func violations() async throws -> [Violation] {
        var violations: [Violation] = []
        for (invariant, sql) in Self.questions {
            let rows = try await pool.query(Query(unsafe: "select violation from (\(sql)) q order by 1 limit 20"))
            violations += try rows.map { Violation(invariant, try $0.decode("violation")) }
        }
        return violations + (try await TopicCheck(self).violations())
    }

    /// What may be judged at any time, in one snapshot.
    package func violationsWhileBusy() async throws -> [Violation] {
        let busy = Self.questions.filter { $0.0 == .stockConserved || $0.0 == .moneyConserved || $0.0 == .appliedOnce }
        let sql = busy.map { "select '\($0.0.rawValue)' as id, violation from (\($0.1)) q" }
            .joined(separator: " union all ")
        return try await pool.query(Query(unsafe: sql)).compactMap { row in
            Invariant(rawValue: try row.decode("id")).map { Violation($0, (try? row.decode("violation")) ?? "") }
        }
    }

    /// Copies among what a topic holds, for the figures.
    package func copiesOnTopics() async throws -> (records: Int, copies: Int) {
        try await TopicCheck(self).count()
    }
}
