import Database
import Logging
import Vocabulary

/// Asks the database all checks and counts; reads all schemas, so it needs the owner's login, not a service's.
struct DatabaseAudit: Sendable {
    struct Finding: Sendable {
        let title: String
        /// `nil` when the tables are not there.
        let violations: Int?
        let samples: [String]
    }

    private let pool: ConnectionPool

    init(url: String) {
        var configuration = DatabaseConfiguration(
            url: url,
            role: nil,
            schema: "public",
            applicationName: "aftercare-verify"
        )
        configuration.statementTimeout = .seconds(300)
        var logger = Logger(label: "verify")
        logger.logLevel = .error
        pool = ConnectionPool(configuration: configuration, size: 4, logger: logger)
    }

    func close() async { await pool.shutdown() }

    func ask(_ check: Check) async throws -> Finding {
        guard try await exist(check.tables) else { return Finding(title: check.title, violations: nil, samples: []) }
        let rows = try await pool.query(
            """
            select count(*) as n, coalesce((array_agg(violation order by violation))[1:5], '{}') as samples
            from (\(unsafe: check.sql)) violations
            """
        )
        guard let row = rows.first else { return Finding(title: check.title, violations: nil, samples: []) }
        return Finding(
            title: check.title,
            violations: Int(try row.decode("n", as: Int64.self)),
            samples: try row.decode("samples", as: [String].self)
        )
    }

    /// - Returns: `nil` when the tables are not there.
    func ask(_ count: Count) async throws -> Int? {
        guard try await exist(count.tables) else { return nil }
        return Int(try await pool.query(Query(unsafe: count.sql)).first?.decode(0, as: Int64.self) ?? 0)
    }

    /// Place in the outbox of everything that a service sent on a topic, by message id.
    func outbox(of schema: String, topic: String) async throws -> [String: SequenceScan.Place] {
        guard try await exist(["\(schema).outbox"]) else { return [:] }
        let rows = try await pool.query(
            """
            select event_id::text as id, seq, created_at from \(unsafe: schema).outbox where topic = \(topic)
            """
        )
        var places: [String: SequenceScan.Place] = [:]
        for row in rows {
            places[try row.decode("id")] = .init(number: try row.decode("seq"), writtenAt: try row.decode("created_at"))
        }
        return places
    }

    /// Source and id of every record of an integrator that was taken in.
    func knownForeignMessages(service: String) async throws -> Set<String> {
        guard try await exist(["\(service).foreign_inbox"]) else { return [] }
        let rows = try await pool.query(
            "select source || ' ' || foreign_id as name from \(unsafe: service).foreign_inbox"
        )
        return Set(try rows.map { try $0.decode("name", as: String.self) })
    }

    /// Partition and offset of every record of a topic that was kept as a dead letter.
    func deadLetterPlaces(service: String, topic: String) async throws -> Set<String> {
        guard try await exist(["\(service).dead_letter"]) else { return [] }
        let rows = try await pool.query(
            "select partition || '/' || log_offset as place from \(unsafe: service).dead_letter where topic = \(topic)"
        )
        return Set(try rows.map { try $0.decode("place", as: String.self) })
    }

    private func exist(_ tables: [String]) async throws -> Bool {
        let rows = try await pool.query(
            "select count(*) as n from unnest(\(tables)) as t(name) where to_regclass(t.name) is null"
        )
        return try rows.first?.decode("n", as: Int64.self) == 0
    }
}
