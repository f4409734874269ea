import Database
import Messages
import Messaging
import Vocabulary

/// Rebuilds lists of the gateway from what their owners know: every owner sends all its states again, the gateway keeps
/// them beside what it shows, and in one transaction they take its place.
///
/// Nothing stands still meanwhile. It may be interrupted at any moment: run again, it goes on; until the swap it can be
/// taken back without a trace.
package struct ListRebuild: Sendable {
    package struct Progress: Sendable, Equatable {
        package let collection: String
        package let owner: ServiceName
        /// States sent again so far.
        package let sent: Int64
        /// How many of them stand in the shadow.
        package let arrived: Int64
        package let isSent: Bool
        /// Everything that the owner sent has been taken by the gateway.
        package let isTaken: Bool

        package var isReady: Bool { isSent && isTaken }
    }

    package struct Change: Sendable, Equatable {
        package let collection: String
        package let before: Int64
        package let added: Int64
        package let corrected: Int64
        /// Rows that no owner knows.
        package let removed: Int64

        package var after: Int64 { before + added - removed }
    }

    private let database: OwnerDatabase
    private let collections: [(name: String, owner: ServiceName, topic: String)]

    /// - Parameter names: empty: every list.
    package init(database: OwnerDatabase, names: [String]) throws {
        self.database = database
        collections = try (names.isEmpty ? Catalogue.collections.map(\.name) : names).map { name in
            guard let collection = Catalogue.collection(named: name),
                let owner = ServiceName(rawValue: String(collection.contract.name.prefix { $0 != "." }))
            else {
                let known = Catalogue.collections.map(\.name).sorted().joined(separator: ", ")
                throw OperatorError("There is no list \(name). Lists: \(known).")
            }
            return (name, owner, collection.contract.topic.name)
        }
    }

    /// Asks the owners to send everything again; what is on already goes on.
    ///
    /// - Parameter rate: states per second and collection.
    package func start(rate: Int) async throws {
        let id = UniqueID.version7(at: .now)
        let missing = collections.map(\.owner)
        let there = try await database.requiredServices(with: "snapshot_task")
        if let owner = missing.first(where: { !there.contains($0) }) {
            throw OperatorError("The schema \(owner.rawValue) has no table snapshot_task: run its `migrate`.")
        }
        try await database.pool.withTransaction { transaction in
            let begun = try await transaction.query(
                """
                insert into gateway.resource_rebuild (collection, rebuild_id)
                select name, \(id) from unnest(\(collections.map(\.name))) as asked (name)
                on conflict (collection) do nothing returning collection
                """
            )
            let new = Set(try begun.map { try $0.decode("collection", as: String.self) })
            try await transaction.execute(
                "delete from gateway.resource_shadow where collection = any(\(new.sorted()))"
            )
            for collection in collections where new.contains(collection.name) {
                try await transaction.execute(
                    """
                    insert into \(unsafe: collection.owner.rawValue).snapshot_task (collection, rebuild_id, state, rate)
                    values (\(collection.name), \(id), 'open', \(Int32(rate)))
                    on conflict (collection) do update set rebuild_id = excluded.rebuild_id, state = 'open',
                        last_id = null, sent = 0, rate = excluded.rate, requested_at = now(), ended_at = null
                    """
                )
            }
        }
    }

    package func progress() async throws -> [Progress] {
        var all: [Progress] = []
        for collection in collections { all.append(try await progress(collection)) }
        return all
    }

    private func progress(_ collection: (name: String, owner: ServiceName, topic: String)) async throws -> Progress {
        let owner = collection.owner.rawValue
        let rows = try await database.pool.query(
            """
            select t.sent, t.state = 'done' as done,
                (select count(*) from gateway.resource_shadow where collection = \(collection.name)) as arrived,
                not exists (select from \(unsafe: owner).outbox_unpublished o
                    where o.topic = \(collection.topic) and o.created_at <= t.ended_at)
                and not exists (select from \(unsafe: owner).relay_sequence s
                    left join gateway.consumer_sequence c on c.topic = s.topic and c.partition = s.partition
                        and c.source = \(collection.owner.source)
                    where s.topic = \(collection.topic)
                        and (coalesce(c.next_sequence, 1) < s.next_sequence or c.gap_sequence is not null)) as taken
            from \(unsafe: owner).snapshot_task t join gateway.resource_rebuild r
                on r.collection = t.collection and r.rebuild_id = t.rebuild_id
            where t.collection = \(collection.name)
            """
        )
        guard let row = rows.first else {
            throw OperatorError(
                "The list \(collection.name) is not being rebuilt, or its owner was asked by another rebuild: "
                    + "`aftercare rebuild lists --cancel`, then begin again."
            )
        }
        return Progress(
            collection: collection.name,
            owner: collection.owner,
            sent: try row.decode("sent"),
            arrived: try row.decode("arrived"),
            isSent: try row.decode("done"),
            isTaken: try row.decode("taken")
        )
    }

    /// Puts what arrived in the place of what is shown, all lists at once.
    ///
    /// Readers see the old lists until it is done; the gateway's writers wait for it.
    ///
    /// - Parameter dryRun: only counts; nothing is changed.
    package func swap(dryRun: Bool) async throws -> [Change] {
        struct TakeBack: Error { let changes: [Change] }
        do {
            return try await database.pool.withTransaction { transaction in
                try await transaction.execute("lock table gateway.resource in share row exclusive mode")
                var changes: [Change] = []
                for collection in collections {
                    try await Self.requireAll(collection.name, collection.owner, in: transaction)
                    changes.append(try await Self.replace(collection.name, in: transaction))
                }
                if dryRun { throw TakeBack(changes: changes) }
                try await Self.end(collections.map(\.name), in: transaction)
                return changes
            }
        } catch let end as TakeBack {
            return end.changes
        }
    }

    /// Something that was sent and is not in the shadow is parked or a dead letter: its row must not be taken away.
    private static func requireAll(
        _ collection: String,
        _ owner: ServiceName,
        in transaction: borrowing Transaction
    ) async throws {
        let rows = try await transaction.query(
            """
            select sent, (select count(*) from gateway.resource_shadow where collection = \(collection)) as arrived
            from \(unsafe: owner.rawValue).snapshot_task where collection = \(collection) and state = 'done'
            """
        )
        guard let row = rows.first else { throw OperatorError("\(owner.rawValue) has not sent all of \(collection).") }
        let (sent, arrived) = (try row.decode("sent", as: Int64.self), try row.decode("arrived", as: Int64.self))
        guard arrived >= sent else {
            throw OperatorError(
                "Of \(sent) states of \(collection) only \(arrived) have arrived at the gateway. Look at "
                    + "`aftercare status` (parked, dead letters) and run this again."
            )
        }
    }

    private static func replace(_ collection: String, in transaction: borrowing Transaction) async throws -> Change {
        let before = try await transaction.query(
            "select count(*) as n from gateway.resource where collection = \(collection)"
        )
        let removed = try await transaction.execute(
            """
            delete from gateway.resource r where collection = \(collection) and not exists (
                select from gateway.resource_shadow s where s.collection = r.collection and s.id = r.id)
            """
        )
        let corrected = try await transaction.execute(
            """
            update gateway.resource r set case_id = s.case_id, status = s.status, version = s.version,
                labels = s.labels, document = s.document, updated_at = now()
            from gateway.resource_shadow s
            where r.collection = \(collection) and s.collection = r.collection and s.id = r.id
                and (r.case_id, r.status, r.version, r.labels, r.document - 'updatedAt')
                    is distinct from (s.case_id, s.status, s.version, s.labels, s.document - 'updatedAt')
            """
        )
        let added = try await transaction.execute(
            """
            insert into gateway.resource (collection, id, case_id, status, version, labels, document)
            select collection, id, case_id, status, version, labels, document from gateway.resource_shadow s
            where collection = \(collection) and not exists (
                select from gateway.resource r where r.collection = s.collection and r.id = s.id)
            """
        )
        return Change(
            collection: collection,
            before: try before.first?.decode("n", as: Int64.self) ?? 0,
            added: Int64(added),
            corrected: Int64(corrected),
            removed: Int64(removed)
        )
    }

    /// Takes the rebuild back; what is shown was never touched.
    package func cancel() async throws {
        try await database.pool.withTransaction { transaction in
            for collection in collections {
                try await transaction.execute(
                    """
                    update \(unsafe: collection.owner.rawValue).snapshot_task set state = 'cancelled', ended_at = now()
                    where collection = \(collection.name) and state = 'open'
                    """
                )
            }
            try await Self.end(collections.map(\.name), in: transaction)
        }
    }

    private static func end(_ names: [String], in transaction: borrowing Transaction) async throws {
        try await transaction.execute("delete from gateway.resource_rebuild where collection = any(\(names))")
        try await transaction.execute("delete from gateway.resource_shadow where collection = any(\(names))")
    }
}
