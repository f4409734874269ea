import Testing
import Vocabulary

@testable import Database
@testable import TestKit

@Suite("Values", .timeLimit(.minutes(2)))
struct RoundTripTests {
    /// Sends a value to PostgreSQL and reads it back.
    private func echo<Value: DatabaseValue>(_ value: Value, in pool: ConnectionPool) async throws -> Value {
        let rows = try await pool.query("select \(value) as value")
        return try #require(rows.first).decode("value")
    }

    private func check<Value: DatabaseValue & Equatable>(
        _ values: [Value],
        in pool: ConnectionPool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for value in values {
            #expect(try await echo(value, in: pool) == value, sourceLocation: sourceLocation)
            #expect(try await echo(Optional(value), in: pool) == value, sourceLocation: sourceLocation)
        }
        #expect(try await echo(Value?.none, in: pool) == nil, sourceLocation: sourceLocation)
        #expect(try await echo(values, in: pool) == values, sourceLocation: sourceLocation)
        #expect(try await echo([Value](), in: pool) == [], sourceLocation: sourceLocation)
        #expect(try await echo([Value]?.none, in: pool) == nil, sourceLocation: sourceLocation)
        let holed: [Value?] = [nil] + values.map { Optional($0) } + [nil]
        #expect(try await echo(holed, in: pool) == holed, sourceLocation: sourceLocation)
    }

    @Test("given values of each type, when they travel to PostgreSQL and back, then they are the same")
    func everyType() async throws {
        let pool = try await TestDatabase.make(schema: "round_trip", migrations: []).pool
        try await check([0, -1, Int.max, Int.min], in: pool)
        try await check([Int64.max, .min], in: pool)
        try await check([Int32.max, .min, 7], in: pool)
        try await check([Int16.max, .min, 7], in: pool)
        try await check([true, false], in: pool)
        try await check([0, -1.5, .greatestFiniteMagnitude, .infinity], in: pool)
        try await check(["", "维修", "it's \"quoted\", {braced}, \\ and \n", "NULL"], in: pool)
        try await check([UniqueID(high: 1, low: .max), UniqueID(high: 0, low: 0)], in: pool)
        try await check([CaseID(UniqueID(high: 5, low: 6))], in: pool)
        try await check([Timestamp(0), Timestamp(microsecondsSinceEpoch: -1), Timestamp(1_795_000_000)], in: pool)
        try await check(
            ["1969-12-31", "2000-01-01", "2024-02-29", "9999-12-31"].compactMap { CalendarDate($0) },
            in: pool
        )
        try await check([[], [0], [0, 255, 10]] as [[UInt8]], in: pool)
        try await check([JSONText("{\"a\": 1}"), JSONText("null"), JSONText("\"\"")], in: pool)
        try await check([Duration.seconds(-3), .milliseconds(1)], in: pool)
        await pool.shutdown()
    }

    @Test("given columns of other types, when they are read, then near types fit")
    func nearTypes() async throws {
        let pool = try await TestDatabase.make(schema: "near_types", migrations: []).pool
        let row = try #require(
            try await pool.query(
                """
                select sum(n) as total, avg(n) as mean, 12345.678::numeric as price, -0.05::numeric as small,
                       '{"b": "维"}'::jsonb as document, '{"b": "x"}'::json as plain, 7::smallint as small_number,
                       'name'::name as name, 'fixed'::char(7) as padded, now()::timestamp as local_time,
                       1.5::real as single, '00000000-0000-0001-0000-000000000002'::uuid as id,
                       pg_current_xact_id() as xid, pg_current_snapshot()::text as snapshot, null as nothing
                  from unnest(\([1, 2, 9_000_000_000_000_000_000])) as t (n)
                """
            ).first
        )
        #expect(try row.decode("total", as: Int.self) == 9_000_000_000_000_000_003)
        #expect(try row.decode("mean", as: Double.self) == 3e18 + 1)
        #expect(try row.decode("price", as: String.self) == "12345.678")
        #expect(try row.decode("price", as: Double.self) == 12345.678)
        #expect(try row.decode("small", as: String.self) == "-0.05")
        #expect(try row.decode("document", as: String.self) == "{\"b\": \"维\"}")
        #expect(try row.decode("document", as: [UInt8].self) == Array("{\"b\": \"维\"}".utf8))
        #expect(try row.decode("plain", as: JSONText.self).text == "{\"b\": \"x\"}")
        #expect(try row.decode("small_number", as: Int.self) == 7)
        #expect(try row.decode("name", as: String.self) == "name")
        #expect(try row.decode("padded", as: String.self) == "fixed  ")
        #expect(try row.decode("local_time", as: Timestamp.self) > Timestamp(1_700_000_000))
        #expect(try row.decode("single", as: Double.self) == 1.5)
        #expect(try row.decode("id", as: String.self) == "00000000-0000-0001-0000-000000000002")
        #expect(try row.decode("xid", as: Int64.self) > 0)
        #expect(try row.decode("snapshot", as: String.self).contains(":"))
        #expect(try row.decode("nothing", as: Int?.self) == nil)
        #expect(try row.decode(6, as: Int.self) == 7)
        await pool.shutdown()
    }

    @Test("given a column that does not fit, when it is read, then the error names it and not its value")
    func misfits() async throws {
        let pool = try await TestDatabase.make(schema: "misfits", migrations: []).pool
        let row = try #require(
            try await pool.query("select \("secret") as word, \(300_000) as number, null as nothing").first
        )
        for read in [
            { _ = try row.decode("word", as: Int.self) }, { _ = try row.decode("number", as: Int16.self) },
            { _ = try row.decode("nothing", as: String.self) }, { _ = try row.decode("elsewhere", as: String.self) },
            { _ = try row.decode("word", as: [Int].self) },
        ] as [() throws -> Void] {
            let error = #expect(throws: DatabaseError.self) { try read() }
            #expect(error?.kind == .decoding)
            #expect(error?.isRetriable == false)
            #expect(error?.description.contains("secret") == false)
        }
        await pool.shutdown()
    }

    @Test("given parallel arrays, when unnest takes them, then rows go in without a cast")
    func unnestsArrays() async throws {
        let migration = Migration(
            number: 1,
            name: "create_thing",
            sql: """
                create table thing (
                    id uuid primary key, name text, document jsonb not null, payload bytea not null,
                    at timestamptz not null, count bigint not null, small int not null, position bigint not null
                );
                """
        )
        let pool = try await TestDatabase.make(schema: "things", migrations: [migration]).pool
        let indices = Array(0..<500)
        let ids = indices.map { UniqueID(high: UInt64($0), low: 1) }
        let names: [String?] = indices.map { $0 % 7 == 0 ? nil : "name \($0)" }
        let count = try await pool.execute(
            """
            insert into thing (id, name, document, payload, at, count, small, position)
            select id, name, document, payload, at, count, small, position
              from unnest(\(ids), \(names), \(indices.map { JSONText("{\"n\": \($0)}") }),
                          \(indices.map { [UInt8(truncatingIfNeeded: $0)] }),
                          \(indices.map { Timestamp(Int64($0)) }), \(indices.map { Int64($0) }),
                          \(indices.map { Int32($0) }))
                   with ordinality as t (id, name, document, payload, at, count, small, position)
            """
        )
        #expect(count == 500)
        let rows = try await pool.query(
            "select id, name, document->>'n' as n, at from thing where id = any(\(ids)) and small < \(10) order by id"
        )
        #expect(rows.count == 10)
        #expect(try rows[7].decode("name", as: String?.self) == nil)
        #expect(try rows[8].decode("n", as: String.self) == "8")
        #expect(try rows[9].decode("at", as: Timestamp.self) == Timestamp(9))
        await pool.shutdown()
    }
}
