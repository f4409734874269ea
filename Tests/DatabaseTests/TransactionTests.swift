import Testing
import Vocabulary

@testable import Database
@testable import TestKit

@Suite("Transactions", .timeLimit(.minutes(2)))
struct TransactionTests {
    private struct Stop: Error {}

    private func makePool(size: Int = 4) async throws -> ConnectionPool {
        let migration = Migration(
            number: 1,
            name: "create_note",
            sql: """
                create table note (
                    id bigint constraint note_pkey primary key,
                    body text not null constraint note_body_check check (body <> ''),
                    parent bigint constraint note_parent_fkey references note (id) deferrable initially deferred
                );
                """
        )
        return try await TestDatabase.make(schema: "notes", migrations: [migration], poolSize: size).pool
    }

    private func count(_ pool: ConnectionPool) async throws -> Int {
        try await pool.query("select count(*) as n from note")[0].decode("n")
    }

    @Test("given a body that returns, when the transaction ends, then its rows are there")
    func commits() async throws {
        let pool = try await makePool()
        let inserted = try await pool.withTransaction { transaction in
            try await transaction.execute("insert into note (id, body) values (\(1), \("a")), (\(2), \("b"))")
        }
        #expect(inserted == 2)
        #expect(try await count(pool) == 2)
        await pool.shutdown()
    }

    @Test("given a body that throws, when the transaction ends, then nothing is left and the error comes through")
    func rollsBack() async throws {
        let pool = try await makePool(size: 1)
        await #expect(throws: Stop.self) {
            try await pool.withTransaction { transaction in
                try await transaction.execute("insert into note (id, body) values (1, 'a')")
                throw Stop()
            }
        }
        #expect(try await count(pool) == 0)
        #expect(pool.load == .init(open: 1, idle: 1, waiting: 0))
        await pool.shutdown()
    }

    @Test("given a body without statements, when the transaction ends, then nothing was sent")
    func empty() async throws {
        let pool = try await makePool(size: 1)
        #expect(try await pool.withTransaction { _ in 7 } == 7)
        #expect(try await count(pool) == 0)
        await pool.shutdown()
    }

    @Test("given a swallowed statement error, when the body returns, then the transaction fails with that error")
    func swallowedError() async throws {
        let pool = try await makePool()
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.withTransaction { transaction in
                try await transaction.execute("insert into note (id, body) values (1, 'a')")
                _ = try? await transaction.execute("insert into note (id, body) values (2, '')")
            }
        }
        #expect(error?.constraint == "note_body_check")
        #expect(try await count(pool) == 0)
        await pool.shutdown()
    }

    @Test("given a deferred constraint, when COMMIT is refused, then the caller learns it")
    func refusedCommit() async throws {
        let pool = try await makePool(size: 1)
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.withTransaction { transaction in
                try await transaction.execute("insert into note (id, body, parent) values (1, 'a', 99)")
            }
        }
        #expect(error?.sqlState == "23503")
        #expect(error?.isOutcomeUnknown == false)
        #expect(try await count(pool) == 0)
        await pool.shutdown()
    }

    @Test("given a statement that ends the transaction, when more follow, then they are refused")
    func endedByStatement() async throws {
        let pool = try await makePool(size: 1)
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.withTransaction { transaction in
                try await transaction.execute("insert into note (id, body) values (1, 'a')")
                try await transaction.execute("rollback")
                try await transaction.execute("insert into note (id, body) values (2, 'b')")
            }
        }
        #expect(error?.sqlState == "25P01")
        #expect(try await count(pool) == 0)
        await pool.shutdown()
    }

    @Test("given a pipeline, when it runs, then each statement has its rows in order")
    func pipelines() async throws {
        let pool = try await makePool()
        let results = try await pool.withTransaction { transaction in
            let rows = try await transaction.pipeline([
                "insert into note (id, body) values (\(1), \("a")) returning id",
                "insert into note (id, body) select n, 'x' from generate_series(2, \(4)) as n",
                "select id from note order by id", "select id from note where id = \(3)",
            ])
            return try rows.map { try $0.map { try $0.decode("id", as: Int.self) } }
        }
        #expect(results == [[1], [], [1, 2, 3, 4], [3]])
        #expect(try await pool.withTransaction { try await $0.pipeline([]) }.isEmpty)
        await pool.shutdown()
    }

    @Test("given a pipeline with a wrong statement, when it runs, then the first error counts and nothing is kept")
    func pipelineError() async throws {
        let pool = try await makePool(size: 1)
        for _ in 1...2 {  // twice: a failed preparation must not be remembered
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.withTransaction { transaction in
                    try await transaction.pipeline([
                        "insert into note (id, body) values (1, 'a')", "select nothing from note",
                        "insert into note (id, body) values (2, '')", "select 1",
                    ])
                }
            }
            #expect(error?.sqlState == "42703")
            #expect(error?.statement == "select nothing from note")
        }
        #expect(try await count(pool) == 0)
        #expect(pool.load == .init(open: 1, idle: 1, waiting: 0))
        await pool.shutdown()
    }

    @Test("given an autocommit pipeline with an error, when it runs, then its earlier statements are undone too")
    func autocommitPipeline() async throws {
        let pool = try await makePool(size: 1)
        await #expect(throws: DatabaseError.self) {
            try await pool.withConnection { connection in
                try await connection.pipeline([
                    "insert into note (id, body) values (1, 'a')", "insert into note (id, body) values (1, 'b')",
                ])
            }
        }
        #expect(try await count(pool) == 0)
        await pool.shutdown()
    }

    @Test("given a pipeline larger than any buffer, when both sides write, then neither waits for the other")
    func largePipeline() async throws {
        let pool = try await makePool(size: 1)
        let text = String(repeating: "维", count: 100_000)
        let queries: [Query] = (0..<60).map { number in "select \(number) as n, \(text) as body" }
        let rows = try await pool.withConnection { try await $0.pipeline(queries) }
        #expect(rows.count == 60)
        #expect(try rows[59][0].decode("body", as: String.self) == text)
        await pool.shutdown()
    }

    @Test("given more different statements than the cache holds, when they run, then all work")
    func manyStatements() async throws {
        let pool = try await makePool(size: 1)
        let queries = (0..<700).map { Query(unsafe: "select \($0) as n") }
        let rows = try await pool.withConnection { try await $0.pipeline(queries + queries.prefix(10)) }
        #expect(try rows.map { try $0[0].decode("n", as: Int.self) } == Array(0..<700) + Array(0..<10))
        let kept: Int = try await pool.query("select count(*) as n from pg_prepared_statements")[0].decode("n")
        #expect(kept <= 256)
        await pool.shutdown()
    }

    @Test("given a prepared statement, when the table changes under it, then the error is retriable and the next works")
    func stalePlan() async throws {
        let database = try await TestDatabase.make(schema: "notes", migrations: [])
        let admin = database.database.pool(schema: "notes", role: nil, size: 1)
        try await admin.execute("create table changing (a bigint)")
        _ = try await admin.query("select * from changing")
        try await admin.execute("alter table changing add column b bigint")
        let error = await #expect(throws: DatabaseError.self) { try await admin.query("select * from changing") }
        #expect(error?.isRetriable == true)
        #expect(try await admin.query("select * from changing").isEmpty)
        await admin.shutdown()
        await database.pool.shutdown()
    }

    @Test("given a violated constraint, when the error is printed, then it names the constraint and shows no value")
    func errorText() async throws {
        let pool = try await makePool()
        let secret = "13800138000"
        try await pool.execute("insert into note (id, body) values (13, \(secret))")
        for query: Query in [
            "insert into note (id, body) values (13, \(secret))", "insert into note (id, body) values (14, \(""))",
            "select \(secret)::uuid", "select (\(secret) || 'x')::bigint", "select (\(secret) || '000000000')::int",
        ] {
            let error = await #expect(throws: DatabaseError.self) { try await pool.execute(query) }
            #expect(error?.description.contains("1380013") == false)
            #expect(error?.isRetriable == false)
        }
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.execute("insert into note (id, body) values (13, \(secret))")
        }
        #expect(error?.constraint == "note_pkey")
        #expect(error?.isConstraintViolation == true)
        await pool.shutdown()
    }

    @Test("given an actor, when it uses its own state in the body, then no hop is needed")
    func actorState() async throws {
        actor Counter {
            var seen = 0
            func count(_ pool: ConnectionPool) async throws -> Int {
                try await pool.withTransaction { transaction in
                    seen += try await transaction.query("select 1 as n").count
                    seen += try await transaction.query("select 1 as n").count
                }
                return seen
            }
        }
        let pool = try await makePool()
        #expect(try await Counter().count(pool) == 2)
        var local = 0
        try await pool.withTransaction { transaction in
            local += try await transaction.query("select 1 as n").count
        }
        #expect(local == 1)
        await pool.shutdown()
    }
}
