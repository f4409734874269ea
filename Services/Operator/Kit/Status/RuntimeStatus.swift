import Database
import Messages
import Vocabulary

/// What the runtime tables of one service say about its health.
package struct RuntimeStatus: Equatable, Sendable {
    /// A unit of publishing and who holds it.
    package struct Lane: Equatable, Sendable {
        package let number: Int
        package let owner: String?
        /// Until the lease runs out, by PostgreSQL's clock; below zero when it has.
        package let expiresIn: Duration?
    }

    package let service: ServiceName
    package let lanes: [Lane]
    package let oldestUnpublished: Duration?
    package let quarantined: Int64
    package let parkedWaiting: Int64
    package let parkedDead: Int64
    package let oldestParked: Duration?
    package let deadLetters: Int64
    package let gaps: Int64
    package let timersPending: Int64
    package let timerOverdue: Duration?
}

/// Asks the tables of each service, one statement per service.
package struct RuntimeStatusProbe: Sendable {
    private let database: OwnerDatabase

    package init(_ database: OwnerDatabase) {
        self.database = database
    }

    package func read() async throws -> [RuntimeStatus] {
        var all: [RuntimeStatus] = []
        for service in try await database.requiredServices(with: "outbox_waiting") {
            all.append(try await read(service))
        }
        return all
    }

    private func read(_ service: ServiceName) async throws -> RuntimeStatus {
        let lanes = try await database.pool.query(
            """
            select lane, owner, case when isfinite(expires_at) then expires_at - clock_timestamp() end as expires_in
            from \(unsafe: service.rawValue).relay_lane order by lane
            """
        )
        let rows = try await database.pool.query(Query(unsafe: Self.question.replacing("@", with: service.rawValue)))
        guard let row = rows.first else { throw OperatorError("The tables of \(service.rawValue) do not answer.") }
        return RuntimeStatus(
            service: service,
            lanes: try lanes.map { row in
                RuntimeStatus.Lane(
                    number: Int(try row.decode("lane", as: Int16.self)),
                    owner: try row.decode("owner"),
                    expiresIn: try row.decode("expires_in")
                )
            },
            oldestUnpublished: try row.decode("unpublished"),
            quarantined: try row.decode("quarantined"),
            parkedWaiting: try row.decode("waiting"),
            parkedDead: try row.decode("dead"),
            oldestParked: try row.decode("parked"),
            deadLetters: try row.decode("letters"),
            gaps: try row.decode("gaps"),
            timersPending: try row.decode("pending"),
            timerOverdue: try row.decode("overdue")
        )
    }

    /// `@` stands for the schema.
    private static let question = """
        select
            (select clock_timestamp() - min(created_at) from @.outbox_waiting) as unpublished,
            (select count(*) from @.outbox_quarantine) as quarantined,
            (select count(*) from @.parked_lane where state <> 'dead') as waiting,
            (select count(*) from @.parked_lane where state = 'dead') as dead,
            (select clock_timestamp() - min(parked_at) from @.parked_lane) as parked,
            (select count(*) from @.dead_letter where state = 'kept') as letters,
            (select count(*) from @.consumer_sequence where gap_sequence is not null) as gaps,
            (select count(*) from @.timer where state = 'pending') as pending,
            (select clock_timestamp() - min(due_at) from @.timer
                where state = 'pending' and due_at < clock_timestamp()) as overdue
        """
}
