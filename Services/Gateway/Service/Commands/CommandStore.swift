import Database
import Messages
import Messaging
import Vocabulary

/// Takes commands in and knows what became of them; holds the SQL of `command` and `idempotency_key`.
struct CommandStore: Sendable {
    /// A command that has passed every check at the door.
    struct Request: Sendable {
        let contract: Contract
        let sender: Principal
        let key: String?
        /// Plain; it is sealed before it is stored.
        let body: JSONValue
        /// Whose personal values it holds; `nil`: those of the case that the command opens.
        let subject: UniqueID?
        let correlationID: UniqueID?
        let trace: TraceContext?
        let idempotencyKey: String?
        /// HMAC of what was asked.
        let fingerprint: [UInt8]
    }

    enum Acceptance: Sendable {
        case accepted(UniqueID)
        /// The same request came before: its command stands for this one.
        case repeated(UniqueID)
        /// The key came before with another request.
        case keyReused
    }

    let pool: ConnectionPool
    let sealer: Sealer
    /// Tells the relay that there is something to publish.
    let wakeUp: WakeUp

    /// One transaction: the key, the command and the message that carries it; the broker is not needed.
    func accept(_ request: Request, id: UniqueID, at time: Timestamp) async throws -> Acceptance {
        let origin = OutboxMessage.Origin(
            source: .gateway,
            time: time,
            correlationID: request.correlationID ?? id,
            trace: request.trace,
            principal: request.sender
        )
        let acceptance: Acceptance = try await pool.withTransaction { transaction in
            if let earlier = try await Self.claimKey(of: request, for: id, in: transaction) { return earlier }
            try await transaction.execute(
                """
                insert into command (id, sender, type, state)
                values (\(id), \(request.sender.subject), \(request.contract.type), 'accepted')
                """
            )
            let body = try await seal(request, id, at: time, in: transaction)
            let message = try OutboxMessage(
                contract: request.contract,
                key: request.key,
                payload: body.bytes,
                id: id,
                origin: origin
            )
            try await Outbox.append([message], in: transaction)
            return .accepted(id)
        }
        if case .accepted = acceptance { wakeUp.signal() }
        return acceptance
    }

    /// The body with its personal values under a key of their subject: the one at hand, else a new one.
    private func seal(
        _ request: Request,
        _ id: UniqueID,
        at time: Timestamp,
        in transaction: borrowing Transaction
    ) async throws -> JSONValue {
        let schema = request.contract.schema
        guard Sealer.holdsPlainValues(request.body, as: schema) else { return request.body }
        if let subject = request.subject {
            if let known = try await SubjectKeyStore.key(of: subject, under: sealer.master, in: transaction) {
                return try sealer.seal(request.body, as: schema, under: known)
            }
            if try await SubjectKeyStore.isErased(subject, in: transaction) { throw HTTPProblem.erased }
        }
        let key = try SubjectKey(for: request.subject ?? id, under: sealer.master)
        try await SubjectKeyStore.issue([key], by: .gateway, at: time, in: transaction)
        return try sealer.seal(request.body, as: schema, under: key)
    }

    /// `nil` when the key is free, older than 48 hours, or there is none.
    private static func claimKey(
        of request: Request,
        for id: UniqueID,
        in transaction: borrowing Transaction
    ) async throws -> Acceptance? {
        guard let key = request.idempotencyKey else { return nil }
        let sender = request.sender.subject
        let claimed = try await transaction.execute(
            """
            insert into idempotency_key as current (sender, key, fingerprint, command_id)
            values (\(sender), \(key), \(request.fingerprint), \(id))
            on conflict (sender, key) do update
            set fingerprint = excluded.fingerprint, command_id = excluded.command_id, created_at = now()
            where current.created_at < now() - interval '48 hours'
            """
        )
        guard claimed == 0 else { return nil }
        let rows = try await transaction.query(
            "select fingerprint, command_id from idempotency_key where sender = \(sender) and key = \(key)"
        )
        guard let row = rows.first, try row.decode("fingerprint", as: [UInt8].self) == request.fingerprint else {
            return .keyReused
        }
        return .repeated(try row.decode("command_id"))
    }

    func find(_ ids: [UniqueID]) async throws -> [CommandRecord] {
        try await pool.query(
            "select \(unsafe: CommandRecord.columns) from command where id = any(\(ids)) order by id"
        ).map(CommandRecord.init)
    }

    /// Those of the given commands that have ended.
    func ended(among ids: [UniqueID]) async throws -> [CommandRecord] {
        try await pool.query(
            """
            select \(unsafe: CommandRecord.columns) from command
            where id = any(\(ids)) and state <> 'accepted'
            """
        ).map(CommandRecord.init)
    }
}
