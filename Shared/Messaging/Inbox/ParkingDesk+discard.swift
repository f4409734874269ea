import Database
import Messages
import Vocabulary

extension ParkingDesk {
    /// Gives a message up for good; a command gets its outcome, and what waits behind it goes on.
    ///
    /// - Returns: what happened, in a sentence.
    package func discard(_ id: DeskID, reason: String) async throws -> String {
        try await change { transaction in
            let held = try await hold(id, in: transaction)
            let message = reader.read(held.record)
            var told = "it is discarded"
            if let attributes = message.attributes {
                if try await close(attributes, reason: reason, in: transaction) {
                    told += ", its sender gets the outcome 'rejected'"
                }
            }
            if held.lane == nil {
                try await transaction.execute(
                    "update dead_letter set state = 'discarded', settled_at = now() where id = \(id.number)"
                )
            } else {
                told += try await remove(id, held, in: transaction)
            }
            try await audit("discard", id, reason: reason, before: held.record, in: transaction)
            return told
        }
    }

    /// Sets a message aside as a dead letter, so that what waits behind it goes on; it can be sent later.
    ///
    /// - Returns: what happened, in a sentence.
    package func skip(_ id: DeskID, reason: String) async throws -> String {
        guard id.kind == .parked else { throw DeskError("\(id) is set aside already: a dead letter holds up nobody.") }
        return try await change { transaction in
            let held = try await hold(id, in: transaction)
            let rows = try await transaction.query(
                """
                insert into dead_letter as letter (cluster_id, topic, partition, log_offset, key, value, headers,
                    recorded_at, message_id, source, type, correlation_id, traceparent, code, reason, replays,
                    original_value, original_headers, edited_at)
                select cluster_id, topic, partition, log_offset, record_key, value, headers, recorded_at, message_id,
                    source, type, correlation_id, traceparent, 'skipped', \(reason), replays, original_value,
                    original_headers, edited_at
                from parked_message where position = \(id.number)
                on conflict (cluster_id, topic, partition, log_offset) do update set state = 'kept',
                    settled_at = null, value = excluded.value, headers = excluded.headers, code = excluded.code,
                    reason = excluded.reason, replays = excluded.replays, edited_at = excluded.edited_at,
                    original_value = excluded.original_value, original_headers = excluded.original_headers
                returning id
                """
            )
            let number = try rows.first?.decode("id", as: Int64.self) ?? 0
            let letter = DeskID(service: service, kind: .letter, number: number)
            let told = try await remove(id, held, in: transaction)
            let details: JSONValue = ["letter": .string(letter.description)]
            try await audit("skip", id, reason: reason, before: held.record, details: details, in: transaction)
            return "it is set aside as \(letter)\(told)"
        }
    }

    /// Takes a message out of its lane; a lane whose head is gone goes on at once.
    private func remove(_ id: DeskID, _ held: Held, in transaction: borrowing Transaction) async throws -> String {
        guard let lane = held.lane else { return "" }
        try await transaction.execute("delete from parked_message where position = \(id.number)")
        let rows = try await transaction.query("select count(*) as n from parked_message where key = \(lane)")
        let left = try rows.first?.decode("n", as: Int64.self) ?? 0
        guard left > 0 else {
            try await transaction.execute("delete from parked_lane where key = \(lane)")
            return "; nothing of key \(lane) waits any more"
        }
        guard held.isHead else { return "; the lane of key \(lane) still waits for its first message" }
        try await transaction.execute(
            """
            update parked_lane set state = 'waiting', attempts = 0, next_attempt_at = now(), tried_by = null,
                crashes = 0
            where key = \(lane)
            """
        )
        return "; \(left) messages behind it go on now"
    }

    /// Notes the end of a message in the inbox and answers its sender when it is a command without an outcome.
    ///
    /// - Returns: whether an outcome was sent.
    private func close(
        _ attributes: Attributes,
        reason: String,
        in transaction: borrowing Transaction
    ) async throws -> Bool {
        let isCommand = Catalogue.contract(type: attributes.type)?.isCommand == true
        let outcomes = [CommandCompletedV1.contract.type, CommandRejectedV1.contract.type]
        let answered = try await transaction.query(
            """
            select 1 as one from outbox where key = \(attributes.id.description) and type = any(\(outcomes))
            union all select 1 from inbox where id = \(attributes.id) and outcome in ('done', 'rejected')
            union all select 1 from foreign_inbox where id = \(attributes.id) and outcome in ('done', 'rejected')
            limit 1
            """
        )
        guard answered.isEmpty else { return false }
        let outcome = isCommand ? "rejected" : "discarded"
        try await transaction.pipeline(
            InboxStore.note(
                [true, false].map { isForeign in
                    MessageEnding(
                        id: attributes.id,
                        isForeign: isForeign,
                        outcome: outcome,
                        reason: "discarded by an operator: \(reason)"
                    )
                }
            )
        )
        guard isCommand else { return false }
        let rows = try await transaction.query("select now() as now")
        guard let now = try rows.first?.decode("now", as: Timestamp.self) else { return false }
        let rejection = CommandRejectedV1(commandID: CommandID(attributes.id), problem: .discarded(because: reason))
        let origin = OutboxMessage.Origin(
            source: service,
            time: now,
            correlationID: attributes.correlationID,
            causationID: attributes.id,
            trace: attributes.trace
        )
        try await Outbox.append([OutboxMessage(rejection, id: .version7(at: now), origin: origin)], in: transaction)
        return true
    }
}

extension Problem {
    /// A person decided that a command will not be carried out.
    fileprivate static func discarded(because reason: String) -> Problem {
        let text = String(reason.unicodeScalars.prefix(1000))
        return Problem(
            type: "urn:aftercare:problem:discarded",
            title: "The command was given up",
            status: 409,
            detail: "It could not be carried out, and an operator gave it up: \(text)",
            detailZh: "该命令无法执行，已由运维人员作废：\(text)",
            code: "discarded"
        )
    }
}
