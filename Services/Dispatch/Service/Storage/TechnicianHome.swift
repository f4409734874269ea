import Database
import Messaging
import Vocabulary

/// Where a technician was registered last, because a roster knows no other region's technicians.
///
/// Kept up to date while a batch runs; it is written with the roster.
struct TechnicianHome: StoredAggregate {
    let region: String
    /// How often the read models were told of the technician.
    let revision: Int64

    static func load(
        _ keys: [TechnicianID],
        in transaction: borrowing Transaction
    ) async throws -> [TechnicianID: Stored<TechnicianHome>] {
        let rows = try await transaction.query(
            "select id, region, revision from technician where id = any(\(keys)) order by id for update"
        )
        var homes: [TechnicianID: Stored<TechnicianHome>] = [:]
        for row in rows {
            let home = TechnicianHome(region: try row.decode("region"), revision: try row.decode("revision"))
            homes[try row.decode("id")] = Stored(value: home, version: home.revision)
        }
        return homes
    }

    static func save(_ changes: [StoredChange<TechnicianHome>], in transaction: borrowing Transaction) async throws {}
}

/// Who has waited longest for a technician in a region; read only, and read after the region is locked (`Roster` comes
/// before it).
struct WaitingWorkOrders: StoredAggregate {
    /// What one more technician can be sent to in the days ahead; the others look again in their own time.
    static let most = 300

    let ids: [WorkOrderID]

    static func load(
        _ keys: [String],
        in transaction: borrowing Transaction
    ) async throws -> [String: Stored<WaitingWorkOrders>] {
        let rows = try await transaction.query(
            """
            select wanted.region, array_agg(oldest.id order by oldest.opened_at, oldest.id) as ids
            from unnest(\(keys)) as wanted (region) cross join lateral (
                select id, opened_at from work_order
                where region = wanted.region and status = 'waiting-for-technician'
                order by opened_at, id limit \(Int64(most))
            ) as oldest
            group by wanted.region
            """
        )
        var waiting: [String: Stored<WaitingWorkOrders>] = [:]
        for row in rows {
            waiting[try row.decode("region")] = Stored(value: WaitingWorkOrders(ids: try row.decode("ids")), version: 0)
        }
        return waiting
    }

    static func save(_ changes: [StoredChange<WaitingWorkOrders>], in transaction: borrowing Transaction) async throws {
        throw HandlingFailure.park("work orders change one by one")
    }
}
