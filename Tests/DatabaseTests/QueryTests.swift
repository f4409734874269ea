import Testing
import Vocabulary

@testable import Database

@Suite("Query")
struct QueryTests {
    @Test("given interpolated values, when the SQL is read, then placeholders stand where they were")
    func bindsValues() {
        let name = "it's $1; drop table visit"
        let query: Query = "select a from \(unsafe: "visit") where name = \(name) and n > \(3)"
        #expect(query.sql == "select a from visit where name = $1 and n > $2")
        #expect(query.parameters.types == [25, 20])
    }

    @Test("given queries that are put together, when the SQL is read, then placeholders are counted through")
    func joinsQueries() {
        var query: Query = "select a from t where b = \("x")"
        let status: String? = nil
        query += " and c = \(status)"
        let whole: Query = "with q as (\(query)) select \(true)"
        #expect(whole.sql == "with q as (select a from t where b = $1 and c = $2) select $3")
        #expect(whole.parameters.types == [25, 25, 16])
        #expect(whole.parameters.ranges.map { $0?.count } == [1, nil, 1])
    }

    @Test("given arrays, when they are bound, then each has the array type of its elements")
    func arrayTypes() {
        let query: Query = """
            \([UniqueID]())\([String]())\([JSONText]())\([[UInt8]]())\([Timestamp]())\([Int64]())\([Int]())\
            \([String?]())\([UInt8]())\([CaseID]())\([CalendarDate]())\([Bool]())\([Double]())
            """
        #expect(
            query.parameters.types == [2951, 1009, 3807, 1001, 1185, 1016, 1016, 1009, 17, 2951, 1182, 1000, 1022]
        )
    }
}

@Suite("StatementCache")
struct StatementCacheTests {
    private func key(_ sql: String) -> StatementCache.Key { .init(sql: sql, types: []) }

    @Test("given a statement that was seen, when it comes again, then it keeps its name")
    func remembers() {
        var cache = StatementCache()
        let first = cache.lookUp(key("a"))
        let second = cache.lookUp(key("a"))
        #expect(first.isNew && !second.isNew)
        #expect(first.name == second.name)
        #expect(cache.lookUp(.init(sql: "a", types: [20])).isNew)
    }

    @Test("given a full cache, when a new statement comes, then the least recently used is dropped")
    func evicts() {
        var cache = StatementCache(capacity: 2)
        let a = cache.lookUp(key("a"))
        let b = cache.lookUp(key("b"))
        _ = cache.lookUp(key("a"))
        #expect(cache.lookUp(key("c")).evicted == b.name)
        #expect(cache.lookUp(key("a")).name == a.name)
        #expect(cache.lookUp(key("b")).isNew)
    }
}

@Suite("ConnectionOptions")
struct ConnectionOptionsTests {
    @Test("given a URL, when it is taken apart and put together, then nothing is lost")
    func roundTrip() throws {
        var options = try ConnectionOptions(url: "postgresql://me:p%40ss%25@db.example:6432/shop?sslmode=require")
        options["dbname"] = "other place"
        let again = try ConnectionOptions(url: options.url)
        #expect(again["password"] == "p@ss%")
        #expect(again["host"] == "db.example")
        #expect(again["port"] == "6432")
        #expect(again["dbname"] == "other place")
        #expect(again["sslmode"] == "require")
    }

    @Test("given a URL that libpq cannot read, when it is taken apart, then the error does not repeat it")
    func malformed() {
        let error = #expect(throws: DatabaseError.self) { try ConnectionOptions(url: "postgresql://me:secret@[oops") }
        #expect(error?.description.contains("secret") == false)
    }

    @Test("given settings in the URL, when a service connects, then its own settings come after them")
    func settings() throws {
        let configuration = DatabaseConfiguration(
            url: "postgresql:///x?options=-c%20work_mem%3D8MB",
            role: "aftercare_parts",
            schema: "parts",
            applicationName: "parts"
        )
        let text = try configuration.connectionOptions["options"]
        #expect(
            text == "-c work_mem=8MB -c search_path=parts -c statement_timeout=30000 "
                + "-c idle_in_transaction_session_timeout=15000 -c timezone=UTC -c role=aftercare_parts"
        )
    }
}
