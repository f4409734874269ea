import Database
import DispatchDomain
import Foundation
import Messaging
import Vocabulary

/// A roster is kept as the technicians of a region and the bookings of their time. Loading locks the region, so that one
/// transaction at a time plans there; saving writes only what the roster says has changed.
extension Roster: StoredAggregate {
    package typealias Key = String

    package static func load(
        _ keys: [String],
        in transaction: borrowing Transaction
    ) async throws -> [String: Stored<Roster>] {
        let results = try await transaction.pipeline([
            "insert into region (id) select unnest(\(keys)) order by 1 on conflict (id) do nothing",
            "select id, version, is_announcement_due from region where id = any(\(keys)) order by id for update",
            """
            select region, document, announced_visits, revision,
                (select count(*) from booking where technician_id = technician.id and released_at is null) as open_visits
            from technician where region = any(\(keys))
            """,
            // Touching bookings come back as one stretch: a full week is a handful of rows.
            """
            select technician_id, lower(block) as starts_at, upper(block) as ends_at
            from (
                select technician_id, unnest(range_agg(during)) as block
                from booking
                where released_at is null and upper(during) > now()
                    and technician_id in (select id from technician where region = any(\(keys)))
                group by technician_id
            ) as busy
            """,
        ])
        var busy: [TechnicianID: BusyTimes] = [:]
        for row in results[3] {
            let window = AppointmentWindow(start: try row.decode("starts_at"), end: try row.decode("ends_at"))
            busy[try row.decode("technician_id"), default: BusyTimes()].insert(window)
        }
        var entries: [String: [Entry]] = [:]
        for row in results[2] {
            entries[try row.decode("region"), default: []].append(try entry(from: row, busy: busy))
        }
        var rosters: [String: Stored<Roster>] = [:]
        for row in results[1] {
            let region: String = try row.decode("id")
            let roster = Roster(
                region: region,
                entries: entries[region, default: []],
                isAnnouncementDue: try row.decode("is_announcement_due")
            )
            rosters[region] = Stored(value: roster, version: try row.decode("version"))
        }
        return rosters
    }

    private static func entry(from row: Row, busy: [TechnicianID: BusyTimes]) throws -> Entry {
        let document = try row.decode("document", as: JSONText.self)
        let technician = try JSONDecoder().decode(Technician.self, from: Data(document.text.utf8))
        return Entry(
            technician: technician,
            busy: busy[technician.id, default: BusyTimes()],
            openVisits: Int(try row.decode("open_visits", as: Int64.self)),
            announcedVisits: Int(try row.decode("announced_visits", as: Int64.self)),
            revision: try row.decode("revision")
        )
    }

    package static func save(
        _ changes: [StoredChange<Roster>],
        in transaction: borrowing Transaction
    ) async throws {
        var queries: [Query] = [
            """
            update region set version = changed.version, is_announcement_due = changed.is_due
            from unnest(\(changes.map(\.key)), \(changes.map(\.version)), \(changes.map(\.after.isAnnouncementDue)))
                as changed (id, version, is_due)
            where region.id = changed.id
            """
        ]
        let entries = newest(of: changes)
        if !entries.isEmpty { queries.append(try upsert(entries)) }
        let bookings = changes.flatMap(\.after.bookings)
        if !bookings.isEmpty { queries.append(insert(bookings)) }
        let results = try await transaction.pipeline(queries)
        // A technician whom another transaction has moved on meanwhile is not written over.
        guard entries.isEmpty || results[1].count == entries.count else { throw ConcurrentChange(table: "technician") }
    }

    /// A technician who changed region stands in both rosters, once in what is written: as announced last, and where
    /// they are new when both announce at once.
    private static func newest(of changes: [StoredChange<Roster>]) -> [Entry] {
        let entries = changes.flatMap { change in
            changedEntries(change).map { entry in
                (entry: entry, isNew: change.before?.entry(entry.technician.id) == nil)
            }
        }
        return Dictionary(
            entries.map { ($0.entry.technician.id, $0) },
            uniquingKeysWith: { left, right in
                let leftIsLater =
                    (left.entry.revision, left.isNew ? 1 : 0) > (right.entry.revision, right.isNew ? 1 : 0)
                return leftIsLater ? left : right
            }
        )
        .values.map(\.entry).sorted { $0.technician.id < $1.technician.id }
    }

    private static func changedEntries(_ change: StoredChange<Roster>) -> [Entry] {
        let known = Dictionary(
            (change.before?.entries ?? []).map { ($0.technician.id, $0.revision) },
            uniquingKeysWith: max
        )
        return change.after.entries.filter { known[$0.technician.id] != $0.revision }
    }

    private static func upsert(_ entries: [Entry]) throws -> Query {
        let encoder = JSONEncoder()
        let documents = try entries.map { JSONText(utf8: Array(try encoder.encode($0.technician))) }
        return """
            insert into technician (id, document, employee_number, region, announced_visits, revision)
            select * from unnest(\(entries.map(\.technician.id)), \(documents),
                \(entries.map(\.technician.employeeNumber)), \(entries.map(\.technician.region)),
                \(entries.map { Int64($0.announcedVisits) }), \(entries.map(\.revision)))
            on conflict (id) do update set document = excluded.document, region = excluded.region,
                announced_visits = excluded.announced_visits, revision = excluded.revision, updated_at = now()
            where technician.revision < excluded.revision
            returning id
            """
    }

    private static func insert(_ bookings: [Booking]) -> Query {
        """
        insert into booking (work_order_id, visit_number, technician_id, during)
        select work_order_id, visit_number, technician_id, tstzrange(starts_at, ends_at)
        from unnest(\(bookings.map(\.workOrderID)), \(bookings.map { Int64($0.visitNumber) }),
            \(bookings.map(\.technicianID)), \(bookings.map(\.window.start)), \(bookings.map(\.window.end)))
            as booked (work_order_id, visit_number, technician_id, starts_at, ends_at)
        """
    }
}
