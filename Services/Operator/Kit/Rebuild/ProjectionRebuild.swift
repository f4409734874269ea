import Database
import Messages
import Messaging
import Vocabulary

/// What rebuilding a projection changed, or would change.
package struct ProjectionChange: Sendable, Equatable {
    package let table: String
    package let before: Int64
    package let added: Int64
    package let corrected: Int64
    /// Rows that nobody vouches for.
    package let removed: Int64

    package var after: Int64 { before + added - removed }
    package var isNothing: Bool { added + corrected + removed == 0 }
}

/// Rebuilds projections whose source stands in the same database: the new rows are made beside the old ones and take
/// their place in one transaction.
package struct ProjectionRebuild: Sendable {
    private struct TakeBack: Error { let changes: [ProjectionChange] }

    private let database: OwnerDatabase

    package init(database: OwnerDatabase) {
        self.database = database
    }

    /// The gateway's timelines from the events in all outboxes; what is older than an outbox stays as it is.
    ///
    /// Bodies are copied as they are: what is sealed stays sealed.
    package func timeline(dryRun: Bool) async throws -> [ProjectionChange] {
        let services = try await database.requiredServices(with: "outbox")
        guard try await database.services(with: "timeline_entry").contains(.gateway) else {
            throw OperatorError("The schema gateway has no table timeline_entry: run its `migrate`.")
        }
        let types = Catalogue.contracts.filter { $0.kind == .event }.map(\.type)
        return try await inTransaction(dryRun: dryRun) { transaction in
            try await transaction.execute("lock table gateway.timeline_entry in share row exclusive mode")
            try await transaction.execute(
                """
                create temporary table timeline_shadow on commit drop as
                    select case_id, at, event_id, type, service, data from gateway.timeline_entry with no data
                """
            )
            for service in services {
                try await transaction.execute(Self.events(of: service, types))
            }
            try await transaction.execute("create unique index on timeline_shadow (case_id, at, event_id)")
            try await transaction.execute("analyze timeline_shadow")
            let before = try await Self.count("gateway.timeline_entry", in: transaction)
            var removed = 0
            for service in services { removed += try await Self.removeStale(service, types, in: transaction) }
            let corrected = try await transaction.execute(
                """
                update gateway.timeline_entry t set type = s.type, service = s.service, data = s.data
                from timeline_shadow s where (t.case_id, t.at, t.event_id) = (s.case_id, s.at, s.event_id)
                    and (t.type, t.service, t.data) is distinct from (s.type, s.service, s.data)
                """
            )
            let added = try await transaction.execute(
                """
                insert into gateway.timeline_entry (case_id, at, event_id, type, service, data)
                select case_id, at, event_id, type, service, data from timeline_shadow
                on conflict (case_id, at, event_id) do nothing
                """
            )
            return [
                ProjectionChange(
                    table: "gateway.timeline_entry",
                    before: before,
                    added: Int64(added),
                    corrected: Int64(corrected),
                    removed: Int64(removed)
                )
            ]
        }
    }

    /// The events that a service has written, as the gateway makes entries of them.
    private static func events(of service: ServiceName, _ types: [String]) -> Query {
        """
        insert into timeline_shadow (case_id, at, event_id, type, service, data)
        select case_id, at, event_id, type, \(service.rawValue), body from (
            select coalesce(case when body ->> 'caseID' ~ '^[0-9a-f-]{36}$' then (body ->> 'caseID')::uuid end,
                correlation_id) as case_id, at, event_id, type, body
            from (
                select convert_from(o.payload, 'UTF8')::jsonb as body, o.correlation_id, o.event_id, o.type,
                    (o.headers ->> 'ce_time')::timestamptz as at
                from \(unsafe: service.rawValue).outbox o
                where o.type = any(\(types))
                    and not exists (select from \(unsafe: service.rawValue).outbox_quarantine q where q.seq = o.seq)
            ) sent
        ) event where case_id is not null
        """
    }

    /// Entries from a time of which the outbox has everything, and which it does not know.
    private static func removeStale(
        _ service: ServiceName,
        _ types: [String],
        in transaction: borrowing Transaction
    ) async throws -> Int {
        try await transaction.execute(
            """
            delete from gateway.timeline_entry t
            where service = \(service.rawValue) and at >= (
                    select coalesce(min(to_date(right(c.relname, 8), 'YYYYMMDD')), 'infinity')::timestamptz
                        + interval '1 day'
                    from pg_inherits i join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = to_regclass(\(service.rawValue + ".outbox")) and c.relname ~ '_[0-9]{8}$')
                and not exists (select from timeline_shadow s
                    where (s.case_id, s.at, s.event_id) = (t.case_id, t.at, t.event_id))
                and not exists (select from \(unsafe: service.rawValue).outbox o where o.event_id = t.event_id)
            """
        )
    }

    /// The cases that complaints and returns know, from intake's own.
    package func knownCases(dryRun: Bool) async throws -> [ProjectionChange] {
        guard try await database.services(with: "service_case").contains(.intake) else {
            throw OperatorError("The schema intake has no table service_case: run its `migrate`.")
        }
        let services = try await database.requiredServices(with: "known_case")
        return try await inTransaction(dryRun: dryRun) { transaction in
            var changes: [ProjectionChange] = []
            for service in services {
                changes.append(try await Self.knownCases(of: service.rawValue, in: transaction))
            }
            return changes
        }
    }

    private static func knownCases(
        of schema: String,
        in transaction: borrowing Transaction
    ) async throws -> ProjectionChange {
        try await transaction.execute("lock table \(unsafe: schema).known_case in share row exclusive mode")
        let before = try await count("\(schema).known_case", in: transaction)
        let removed = try await transaction.execute(
            """
            delete from \(unsafe: schema).known_case k
            where not exists (select from intake.service_case c where c.id = k.id)
            """
        )
        let corrected = try await transaction.execute(
            """
            update \(unsafe: schema).known_case k set version = k.version + 1, updated_at = now(),
                document = jsonb_set(k.document, '{number}', to_jsonb(c.number))
            from intake.service_case c where c.id = k.id and k.document ->> 'number' is distinct from c.number
            """
        )
        let added = try await transaction.execute(
            """
            insert into \(unsafe: schema).known_case (id, version, document)
            select id, 1, jsonb_build_object('number', number) from intake.service_case
            on conflict (id) do nothing
            """
        )
        return ProjectionChange(
            table: "\(schema).known_case",
            before: before,
            added: Int64(added),
            corrected: Int64(corrected),
            removed: Int64(removed)
        )
    }

    private static func count(_ table: String, in transaction: borrowing Transaction) async throws -> Int64 {
        try await transaction.query("select count(*) as n from \(unsafe: table)").first?.decode("n") ?? 0
    }

    private func inTransaction(
        dryRun: Bool,
        _ body: @Sendable (borrowing Transaction) async throws -> [ProjectionChange]
    ) async throws -> [ProjectionChange] {
        do {
            return try await database.pool.withTransaction { transaction in
                let changes = try await body(transaction)
                if dryRun { throw TakeBack(changes: changes) }
                return changes
            }
        } catch let end as TakeBack {
            return end.changes
        }
    }
}
