import Testing

@testable import Database
@testable import TestKit

@Suite("Broken connections", .timeLimit(.minutes(2)))
struct RecoveryTests {
    private func terminateAll(_ database: TestDatabase) async throws {
        let admin = database.pool(schema: "public", role: nil, size: 1)
        let ended = try await admin.query(
            """
            select pg_terminate_backend(pid, 5000) as done from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and application_name = 'test'
            """
        )
        #expect(!ended.isEmpty)
        await admin.shutdown()
    }

    @Test("given idle connections that the server ended, when they are used, then new ones take their place")
    func idleConnections() async throws {
        let database = try await TestDatabase.make()
        let pool = database.pool(schema: "public", role: nil, size: 3)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 { group.addTask { _ = try await pool.query("select pg_sleep(0.1)") } }
            try await group.waitForAll()
        }
        #expect(pool.load.open == 3)
        try await terminateAll(database)
        for _ in 0..<6 { #expect(try await pool.query("select 1 as n").count == 1) }
        try await pool.withTransaction { try await $0.execute("create table t (a bigint)") }
        await pool.shutdown()
    }

    @Test("given a transaction whose connection dies, when it goes on, then it fails retriably and the next succeeds")
    func insideTransaction() async throws {
        let database = try await TestDatabase.make()
        let pool = database.pool(schema: "public", role: nil, size: 1)
        try await pool.execute("create table t (a bigint)")
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.withTransaction { transaction in
                try await transaction.execute("insert into t (a) values (1)")
                try await terminateAll(database)
                try await transaction.execute("insert into t (a) values (2)")
            }
        }
        #expect(error?.kind == .connection)
        #expect(error?.isRetriable == true)
        #expect(error?.isOutcomeUnknown == false)
        #expect(try await pool.query("select count(*) as n from t")[0].decode("n", as: Int.self) == 0)
        #expect(pool.load == .init(open: 1, idle: 1, waiting: 0))
        await pool.shutdown()
    }

    @Test("given a connection that dies before COMMIT, when the body returns, then the outcome is reported as unknown")
    func beforeCommit() async throws {
        let database = try await TestDatabase.make()
        let pool = database.pool(schema: "public", role: nil, size: 1)
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.withTransaction { transaction in
                try await transaction.execute("create table t (a bigint)")
                try await terminateAll(database)
            }
        }
        #expect(error?.isRetriable == true)
        #expect(error?.isOutcomeUnknown == true)
        await pool.shutdown()
    }

    @Test("given a statement that ends its own backend, when it runs, then the error is retriable")
    func duringStatement() async throws {
        let pool = try await TestDatabase.make().pool(schema: "public", role: nil, size: 1)
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.query("select pg_terminate_backend(pg_backend_pid()), pg_sleep(5)")
        }
        #expect(error?.sqlState == "57P01")
        #expect(error?.isRetriable == true)
        #expect(try await pool.query("select 1 as n").count == 1)
        await pool.shutdown()
    }

    @Test(
        "given a server that cannot be reached, when a caller asks, then the error is clear and retriable",
        arguments: [
            "postgresql:///x?host=/nonexistent&user=me&password=hush", "postgresql://me:hush@127.0.0.1:1/x",
        ]
    )
    func unreachable(url: String) async throws {
        let configuration = DatabaseConfiguration(url: url, role: nil, schema: "a", applicationName: "test")
        let pool = ConnectionPool(configuration: configuration, size: 1, logger: TestLog.quiet)
        for _ in 1...2 {
            let error = await #expect(throws: DatabaseError.self) { try await pool.query("select 1") }
            #expect(error?.kind == .connection)
            #expect(error?.isRetriable == true)
            #expect(error?.description.contains("cannot connect to the database") == true)
            #expect(error?.description.contains("hush") == false)
        }
        #expect(pool.load == .init(open: 0, idle: 0, waiting: 0))
        await pool.shutdown()
    }

    @Test("given a server that does not answer, when the time is up, then the attempt ends")
    func silentServer() async throws {
        // 192.0.2.0/24 is never routed (RFC 5737); where the network refuses it at once, that is an end as well.
        var configuration = DatabaseConfiguration(
            url: "postgresql://me@192.0.2.1/x",
            role: nil,
            schema: "a",
            applicationName: "test"
        )
        configuration.connectTimeout = .seconds(1)
        let pool = ConnectionPool(configuration: configuration, size: 1, logger: TestLog.quiet)
        let start = ContinuousClock.now
        let error = await #expect(throws: DatabaseError.self) { try await pool.query("select 1") }
        #expect(error?.isRetriable == true)
        #expect(ContinuousClock.now - start < .seconds(10))
        await pool.shutdown()
    }

    @Test("given a role that does not exist, when a caller asks, then the error says so")
    func unknownRole() async throws {
        let pool = try await TestDatabase.make().pool(schema: "public", role: "nobody_here", size: 1)
        let error = await #expect(throws: DatabaseError.self) { try await pool.query("select 1") }
        #expect(error?.description.contains("nobody_here") == true)
        await pool.shutdown()
    }
}
