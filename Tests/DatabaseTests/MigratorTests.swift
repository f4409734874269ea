import Logging
import Testing

@testable import Database
@testable import TestKit

@Suite("Migrator", .timeLimit(.minutes(2)))
struct MigratorTests {
    private let first = Migration(
        number: 1,
        name: "create_visit",
        sql: "create table visit (id bigint primary key);\ninsert into visit (id) values (1);"
    )
    private let second = Migration(number: 2, name: "add_status", sql: "alter table visit add column status text;")

    private func migrator(_ database: TestDatabase, schema: String = "dispatch") -> Migrator {
        Migrator(url: database.url, schema: schema, role: "aftercare_\(schema)", logger: TestLog.quiet)
    }

    @Test("given an empty database, when migrations run twice, then each is applied once")
    func twice() async throws {
        let database = try await TestDatabase.make()
        let applied = try await migrator(database).migrate([("dispatch", [second, first])])
        #expect(applied.map(\.number) == [1, 2])
        #expect(try await migrator(database).migrate([("dispatch", [first, second])]) == [])
        let pool = database.pool(schema: "dispatch", role: nil)
        #expect(try await pool.query("select status from visit").count == 1)
        let names = try await pool.query("select name from schema_migration order by number")
        #expect(try names.map { try $0.decode("name", as: String.self) } == ["create_visit", "add_status"])
        await pool.shutdown()
    }

    @Test("given many processes that start at once, when all migrate, then each migration is applied once")
    func concurrently() async throws {
        let database = try await TestDatabase.make()
        let migrations = [first, second]
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<12 {
                let one = migrator(database, schema: number % 2 == 0 ? "dispatch" : "parts")
                group.addTask { try await one.migrate([("dispatch", migrations)]).count }
            }
            return try await group.reduce(0, +)
        }
        #expect(total == 4)
    }

    @Test("given components with their own numbers, when they share a schema, then both are kept apart")
    func components() async throws {
        let database = try await TestDatabase.make()
        let inbox = Migration(number: 1, name: "create_inbox", sql: "create table inbox (id bigint primary key)")
        let applied = try await migrator(database).migrate([("messaging", [inbox]), ("dispatch", [first])])
        #expect(applied.map(\.component) == ["messaging", "dispatch"])
    }

    @Test("given an applied migration, when its text changes, then nothing is done and the error says what to do")
    func changed() async throws {
        let database = try await TestDatabase.make()
        try await migrator(database).migrate([("dispatch", [first])])
        let edited = Migration(number: 1, name: "create_visit", sql: first.sql + " ")
        await #expect(throws: MigrationError.changed(component: "dispatch", number: 1, name: "create_visit")) {
            try await migrator(database).migrate([("dispatch", [edited, second])])
        }
        #expect(try await migrator(database).migrate([("dispatch", [first])]) == [])
    }

    @Test("given numbers that are used twice or come in below, when migrations run, then they are refused")
    func order() async throws {
        let database = try await TestDatabase.make()
        await #expect(throws: MigrationError.duplicateNumber(component: "dispatch", number: 1)) {
            try await migrator(database).migrate([("dispatch", [first, first])])
        }
        let third = Migration(number: 3, name: "add_note", sql: "alter table visit add column note text")
        try await migrator(database).migrate([("dispatch", [first, third])])
        await #expect(throws: MigrationError.outOfOrder(component: "dispatch", number: 2, applied: 3)) {
            try await migrator(database).migrate([("dispatch", [first, second, third])])
        }
    }

    @Test("given a newer schema, when an older release migrates, then it leaves it alone")
    func newerSchema() async throws {
        let database = try await TestDatabase.make()
        try await migrator(database).migrate([("dispatch", [first, second])])
        #expect(try await migrator(database).migrate([("dispatch", [first])]) == [])
    }

    @Test(
        "given a migration that fails, when it runs, then it leaves no trace, the ones before stay, the line is named"
    )
    func failing() async throws {
        let database = try await TestDatabase.make()
        let broken = Migration(
            number: 2,
            name: "break_it",
            sql: "create table half (id bigint);\nalter table visit\n  add column status nonsense;"
        )
        let error = await #expect(throws: MigrationError.self) {
            try await migrator(database).migrate([("dispatch", [first, broken])])
        }
        #expect(error?.description.contains("\"nonsense\" does not exist at line 3") == true)
        #expect(try await migrator(database).migrate([("dispatch", [first, second])]).map(\.number) == [2])
        let pool = database.pool(schema: "dispatch", role: nil)
        #expect(
            try await pool.query("select to_regclass('half')::text as name")[0].decode("name", as: String?.self) == nil
        )
        await pool.shutdown()
    }

    @Test("given a migration that commits by itself, when it runs, then it is refused")
    func endsTransaction() async throws {
        let database = try await TestDatabase.make()
        let rogue = Migration(number: 1, name: "rogue", sql: "create table a (id bigint); commit;")
        await #expect(throws: MigrationError.endedTransaction(component: "dispatch", number: 1)) {
            try await migrator(database).migrate([("dispatch", [rogue])])
        }
    }

    @Test(
        "given a name that would need quoting, when migrations run, then it is refused",
        arguments: ["a b", "A", "", "x;y"]
    )
    func names(schema: String) async throws {
        await #expect(throws: MigrationError.invalidName(schema)) {
            try await Migrator(url: "", schema: schema, role: "a", logger: TestLog.quiet).migrate([])
        }
    }
}

@Suite("Runtime roles", .timeLimit(.minutes(2)))
struct RuntimeRoleTests {
    private let table = Migration(
        number: 1,
        name: "create_thing",
        sql: """
            create table thing (id bigint generated always as identity primary key, name text not null);
            create function shout(word text) returns text language sql as 'select upper(word)';
            """
    )

    @Test("given a runtime role, when it works in its schema, then it may read and write rows")
    func ownSchema() async throws {
        let pool = try await TestDatabase.make(schema: "role_own", migrations: [table]).pool
        #expect(try await pool.execute("insert into thing (name) values (\("a")), (\("b"))") == 2)
        #expect(try await pool.execute("update thing set name = shout(name) where name = \("a")") == 1)
        #expect(try await pool.execute("delete from thing where name = \("A")") == 1)
        #expect(try await pool.query("select number from schema_migration").count == 1)
        let role = try await pool.query("select current_user::text as role")[0].decode("role", as: String.self)
        #expect(role == "aftercare_role_own")
        await pool.shutdown()
    }

    @Test(
        "given a runtime role, when it reaches beyond its rows, then it is refused",
        arguments: [
            "select id from role_b.thing", "insert into role_b.thing (name) values ('x')",
            "update role_b.thing set name = ''", "select role_b.shout('x')", "create table mine (a bigint)",
            "alter table thing add column more text", "drop table thing", "truncate thing", "create schema more",
            "create table public.mine (a bigint)", "create temporary table mine (a bigint)", "create role other",
            "delete from schema_migration", "set role aftercare_role_b", "create table role_b.mine (a bigint)",
            "create extension btree_gist",
        ]
    )
    func elsewhere(statement: String) async throws {
        let database = try await Self.twoSchemas.value
        let pool = database.pool(schema: "role_a", role: "aftercare_role_a", size: 1)
        // The session is the superuser's; what counts is the role that it works as.
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.withConnection { connection in
                if statement.hasPrefix("set role") {
                    try await connection.execute("set session authorization aftercare_role_a")
                }
                try await connection.execute(Query(unsafe: statement))
            }
        }
        #expect(error?.sqlState == "42501")
        await pool.shutdown()
    }

    private static let twoSchemas = Task {
        let database = try await TestDatabase.make()
        for schema in ["role_a", "role_b"] {
            let migrator = Migrator(
                url: database.url,
                schema: schema,
                role: "aftercare_\(schema)",
                logger: TestLog.quiet
            )
            try await migrator.migrate([("things", [RuntimeRoleTests().table])])
        }
        return database
    }
}
