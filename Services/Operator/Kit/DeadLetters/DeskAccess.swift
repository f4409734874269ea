import Database
import Foundation
import Logging
import Messages
import Messaging

/// The desks of all services of a suite: the one that `up` started here, or the one that DATABASE_URL names.
package struct DeskAccess: Sendable {
    package let desks: [ParkingDesk]
    private let pools: [ConnectionPool]

    /// - Parameters:
    ///   - services: only these; all when empty.
    ///   - author: who acts; it stands in the audit.
    package static func open(
        url: String,
        services: [ServiceName] = [],
        author: ParkingDesk.Author
    ) async throws -> DeskAccess {
        var logger = Logger(label: "dlq")
        logger.logLevel = .critical
        let wanted = ServiceName.allCases.filter { services.isEmpty || services.contains($0) }
        let there = try await schemas(url, logger)
        let missing = wanted.filter { !there.contains($0.rawValue) }
        guard missing.isEmpty || services.isEmpty && missing.count < wanted.count else {
            let names = missing.map(\.rawValue).joined(separator: ", ")
            throw OperatorError("No tables of \(names) in that database. Start the suite once, or name another one.")
        }
        let pools = wanted.filter { there.contains($0.rawValue) }.map { service in
            (service, pool(url, schema: service.rawValue, role: "aftercare_\(service.rawValue)", logger))
        }
        return DeskAccess(
            desks: pools.map { ParkingDesk(service: $0.0, pool: $0.1, author: author) },
            pools: pools.map(\.1)
        )
    }

    /// The address of the database: DATABASE_URL, else what `up` wrote here.
    package static func databaseURL(_ environment: [String: String]) throws -> String {
        if let url = environment.value("DATABASE_URL") { return url }
        let directory = StateDirectory(environment: environment)
        guard let settings = SuiteSettings.read(directory) else {
            throw OperatorError("No suite in \(directory.path). Start one with `aftercare up`, or set DATABASE_URL.")
        }
        return settings.databaseURL
    }

    package func desk(of id: DeskID) throws -> ParkingDesk {
        guard let desk = desks.first(where: { $0.service == id.service }) else {
            throw OperatorError("\(id) belongs to \(id.service.rawValue), which has no tables in that database.")
        }
        return desk
    }

    package func close() async {
        for pool in pools { await pool.shutdown() }
    }

    private static func schemas(_ url: String, _ logger: Logger) async throws -> Set<String> {
        let pool = pool(url, schema: "public", role: nil, logger)
        do {
            let rows = try await pool.query(
                "select nspname::text as name from pg_namespace where to_regclass(nspname || '.operator_audit') is not null"
            )
            await pool.shutdown()
            return Set(try rows.map { try $0.decode("name", as: String.self) })
        } catch {
            await pool.shutdown()
            throw OperatorError("The database does not answer: \(error). Is the suite up, is DATABASE_URL right?")
        }
    }

    private static func pool(_ url: String, schema: String, role: String?, _ logger: Logger) -> ConnectionPool {
        let configuration = DatabaseConfiguration(
            url: url,
            role: role,
            schema: schema,
            applicationName: "aftercare-dlq"
        )
        return ConnectionPool(configuration: configuration, size: 2, logger: logger)
    }
}
