import Database
import Logging
import Messages
import Vocabulary

/// Keys and erasures over all schemas; needs the owner's login.
package struct ErasureDatabase: Sendable {
    private let pool: ConnectionPool

    package init(url: String) {
        var configuration = DatabaseConfiguration(
            url: url,
            role: nil,
            schema: "public",
            applicationName: "aftercare-erase"
        )
        configuration.statementTimeout = .seconds(300)
        var logger = Logger(label: "erase")
        logger.logLevel = .error
        pool = ConnectionPool(configuration: configuration, size: 2, logger: logger)
    }

    package func close() async { await pool.shutdown() }

    /// The services whose schema is here.
    package func services() async throws -> [ServiceName] {
        let names = ServiceName.allCases.map(\.rawValue)
        let rows = try await pool.query(
            "select name from unnest(\(names)) as t (name) where to_regclass(name || '.erased_subject') is not null"
        )
        return try rows.compactMap { ServiceName(rawValue: try $0.decode("name")) }
    }

    package func cases(ofCustomer id: UniqueID) async throws -> [UniqueID] {
        try await pool.query("select case_id from intake.customer_case where customer_id = \(id) order by 1")
            .map { try $0.decode("case_id") }
    }

    /// Keys of the subjects that are still readable, over all services; and where each subject is not erased yet.
    package func remaining(of subjects: [UniqueID]) async throws -> (keys: Int, places: [String]) {
        var keys = 0
        var places: [String] = []
        for service in try await services() {
            let rows = try await pool.query(
                """
                select (select count(*) from \(unsafe: service.rawValue).subject_key
                        where subject = any(\(subjects)) and wrapped is not null) as keys,
                    (select count(*) from \(unsafe: service.rawValue).erased_subject
                        where subject = any(\(subjects))) as erased
                """
            )
            guard let row = rows.first else { continue }
            keys += Int(try row.decode("keys", as: Int64.self))
            if Int(try row.decode("erased", as: Int64.self)) < subjects.count { places.append(service.rawValue) }
        }
        return (keys, places)
    }

    /// Everything that some service knows to be erased.
    package func erasedSubjects() async throws -> Set<UniqueID> {
        var subjects: Set<UniqueID> = []
        for service in try await services() {
            let rows = try await pool.query("select subject from \(unsafe: service.rawValue).erased_subject")
            for row in rows { subjects.insert(try row.decode("subject")) }
        }
        return subjects
    }

    /// Destroys the keys of the subjects in every schema.
    ///
    /// - Returns: how many keys were still readable.
    package func erase(_ subjects: Set<UniqueID>) async throws -> Int {
        let sorted = subjects.sorted()
        let before = try await remaining(of: sorted).keys
        for service in try await services() {
            _ = try await pool.query("select \(unsafe: service.rawValue).erase_subjects(\(sorted))")
        }
        return before
    }
}
