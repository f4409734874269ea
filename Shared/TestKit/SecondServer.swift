import Database
import Dispatch
import Foundation

extension PostgresCluster {
    /// Another server of this test process, with transaction numbers and an identity of its own.
    package static let second = PostgresCluster(isPrivate: true)
}

extension MigratedTestDatabase {
    /// A copy in the second server, made by `pg_dump` and `pg_restore`.
    package func restoredElsewhere() async throws -> MigratedTestDatabase {
        let server = try await PostgresCluster.second.url
        try await TestDatabase.administer(server, "create database \(unsafe: database.name)")
        try await TestDatabase.administer(
            server,
            """
            do $$ begin create role \(unsafe: role) nologin; exception when duplicate_object then null; end $$
            """
        )
        var options = try ConnectionOptions(url: server)
        options["dbname"] = database.name
        let file = "\(options["host"] ?? "/tmp")/\(database.name).dump"
        let (from, to) = (url, options.url)
        try await onOwnQueue {
            let binaries = try PostgresBinaries.find()
            try binaries.run("pg_dump", ["-Fc", "-d", from, "-f", file], log: file)
            try binaries.run("pg_restore", ["--exit-on-error", "-d", to, file], log: file)
        }
        let copy = TestDatabase(url: options.url, name: database.name)
        return MigratedTestDatabase(
            database: copy,
            schema: schema,
            role: role,
            pool: copy.pool(schema: schema, role: role)
        )
    }
}

/// Runs what blocks for seconds beside the threads of the tests.
private func onOwnQueue(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
}
