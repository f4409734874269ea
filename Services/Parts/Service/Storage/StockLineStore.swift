import Database
import Messages
import Messaging
import PartsDomain
import Vocabulary

extension StockKey: StorageKey {}

/// A stock line is one row and a row for each claim; only claims that changed are written.
extension StockLine: StoredAggregate {
    package typealias Key = StockKey

    package static func load(
        _ keys: [StockKey],
        in transaction: borrowing Transaction
    ) async throws -> [StockKey: Stored<StockLine>] {
        let ids = keys.map(\.description)
        let results = try await transaction.pipeline([
            """
            select id, version, sku, site, received, issued, movements from stock_line
            where id = any(\(ids)) order by id for update
            """,
            """
            select stock_line_id, reservation_id, case_id, work_order_id, since, place, requested, held
            from stock_claim where stock_line_id = any(\(ids)) order by stock_line_id, place
            """,
        ])
        var claims: [String: [Claim]] = [:]
        for row in results[1] {
            claims[try row.decode("stock_line_id"), default: []].append(try claim(from: row))
        }
        var lines: [StockKey: Stored<StockLine>] = [:]
        for row in results[0] {
            let line = StockLine(
                sku: try row.decode("sku"),
                site: try row.decode("site"),
                received: Int(try row.decode("received", as: Int64.self)),
                issued: Int(try row.decode("issued", as: Int64.self)),
                movements: try row.decode("movements"),
                claims: claims[try row.decode("id"), default: []]
            )
            guard let key = StockKey(sku: line.sku, site: line.site) else { continue }
            lines[key] = Stored(value: line, version: try row.decode("version"))
        }
        return lines
    }

    private static func claim(from row: Row) throws -> Claim {
        Claim(
            reservationID: try row.decode("reservation_id"),
            caseID: try row.decode("case_id"),
            workOrderID: try row.decode("work_order_id"),
            since: try row.decode("since"),
            place: try row.decode("place"),
            requested: Int(try row.decode("requested", as: Int64.self)),
            held: Int(try row.decode("held", as: Int64.self))
        )
    }

    package static func save(
        _ changes: [StoredChange<StockLine>],
        in transaction: borrowing Transaction
    ) async throws {
        guard try await transaction.execute(upsert(changes)) == changes.count else {
            throw ConcurrentChange(table: "stock_line")
        }
        let claims = changes.map(ClaimChanges.init)
        let queries = [ClaimChanges.delete(claims), ClaimChanges.upsert(claims)].compactMap { $0 }
        if !queries.isEmpty { try await transaction.pipeline(queries) }
    }

    private static func upsert(_ changes: [StoredChange<StockLine>]) -> Query {
        let lines = changes.map(\.after)
        return """
            insert into stock_line as current (id, version, sku, site, received, issued, reserved, movements)
            select * from unnest(\(changes.map(\.key.description)), \(changes.map(\.version)), \(lines.map(\.sku)),
                \(lines.map(\.site)), \(lines.map { Int64($0.received) }), \(lines.map { Int64($0.issued) }),
                \(lines.map { Int64($0.reserved) }), \(lines.map(\.movements)))
            on conflict (id) do update set version = excluded.version, received = excluded.received,
                issued = excluded.issued, reserved = excluded.reserved, movements = excluded.movements,
                updated_at = now()
            where current.version = excluded.version - 1
            """
    }

    package static func snapshot(_ change: StoredChange<StockLine>, at time: Timestamp) throws -> Snapshot? {
        Snapshot(change.after.state(version: change.version, at: time))
    }
}

/// How the claims of one line differ from what was loaded.
private struct ClaimChanges {
    let line: String
    let gone: [ReservationID]
    let changed: [StockLine.Claim]

    init(_ change: StoredChange<StockLine>) {
        line = change.key.description
        let before = Dictionary(
            (change.before?.claims ?? []).map { ($0.reservationID, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let remaining = Set(change.after.claims.map(\.reservationID))
        gone = before.keys.filter { !remaining.contains($0) }
        changed = change.after.claims.filter { before[$0.reservationID] != $0 }
    }

    static func delete(_ changes: [ClaimChanges]) -> Query? {
        let rows = changes.flatMap { change in change.gone.map { (change.line, $0) } }
        guard !rows.isEmpty else { return nil }
        return """
            delete from stock_claim using unnest(\(rows.map(\.0)), \(rows.map(\.1))) as gone (line, reservation)
            where stock_line_id = gone.line and reservation_id = gone.reservation
            """
    }

    static func upsert(_ changes: [ClaimChanges]) -> Query? {
        let rows = changes.flatMap { change in change.changed.map { (change.line, $0) } }
        guard !rows.isEmpty else { return nil }
        let claims = rows.map(\.1)
        return """
            insert into stock_claim (
                stock_line_id, reservation_id, case_id, work_order_id, since, place, requested, held
            )
            select * from unnest(\(rows.map(\.0)), \(claims.map(\.reservationID)), \(claims.map(\.caseID)),
                \(claims.map(\.workOrderID)), \(claims.map(\.since)), \(claims.map(\.place)),
                \(claims.map { Int64($0.requested) }), \(claims.map { Int64($0.held) }))
            on conflict (stock_line_id, reservation_id) do update set held = excluded.held
            """
    }
}
