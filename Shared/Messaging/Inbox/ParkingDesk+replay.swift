import Database
import Messages
import Vocabulary

extension ParkingDesk {
    /// Lets a lane be tried at once, or sends a dead letter through the inbox of the service again.
    ///
    /// - Parameter force: also when it was sent on its way too often.
    /// - Returns: what happened, in a sentence.
    package func replay(_ id: DeskID, reason: String, force: Bool = false) async throws -> String {
        try await change { transaction in
            let held = try await hold(id, in: transaction)
            guard held.replays < Self.replayLimit || force else {
                throw DeskError(
                    "\(id) was sent on its way \(held.replays) times and failed each time. Edit or discard it, "
                        + "or add --force."
                )
            }
            let told =
                if let lane = held.lane {
                    try await revive(lane, id, held, in: transaction)
                } else {
                    try await readmit(id, held, in: transaction)
                }
            let state: JSONValue = ["was": .string(held.laneState?.rawValue ?? "letter")]
            try await audit("replay", id, reason: reason, before: held.record, details: state, in: transaction)
            return told
        }
    }

    private func revive(
        _ lane: String,
        _ id: DeskID,
        _ held: Held,
        in transaction: borrowing Transaction
    ) async throws -> String {
        try await transaction.pipeline([
            """
            update parked_message set attempts = 0, replays = replays + 1
            where position = (select min(position) from parked_message where key = \(lane))
            """,
            """
            update parked_lane set state = 'waiting', attempts = 0, next_attempt_at = now(), tried_by = null,
                crashes = 0
            where key = \(lane)
            """,
        ])
        let rows = try await transaction.query("select count(*) as n from parked_message where key = \(lane)")
        let count = try rows.first?.decode("n", as: Int64.self) ?? 0
        let place = held.isHead ? "" : " (\(id) stands behind an earlier message, which comes first)"
        return "the lane of key \(lane) is tried now, \(count) messages in order\(place)"
    }

    /// A letter that can be read by now is claimed like any message and waits in the lane of its key.
    private func readmit(_ id: DeskID, _ held: Held, in transaction: borrowing Transaction) async throws -> String {
        switch judge(held.record) {
        case .readable: break
        case .invalidCommand(_, let faults): throw DeskError("\(id) would be refused: " + Self.text(faults))
        case .unreadable(let code, let reason):
            throw DeskError("\(id) still cannot be read (\(code): \(reason)). Edit or discard it first.")
        }
        let event = try CloudEvent(held.record)
        try await claimAgain(event, id, in: transaction)
        let lane = event.attributes.key
        try await transaction.pipeline([
            """
            insert into parked_lane as lane (key, state, code, reason, attempts, next_attempt_at)
            values (\(lane), 'waiting', 'replayed', 'sent on its way again by an operator', 0, now())
            on conflict (key) do update set key = lane.key
            """,
            """
            insert into parked_message (key, cluster_id, topic, partition, log_offset, record_key, value, headers,
                recorded_at, message_id, source, type, correlation_id, traceparent, code, replays, letter_id,
                original_value, original_headers, edited_at)
            select \(lane), cluster_id, topic, partition, log_offset, key, value, headers, recorded_at,
                \(event.attributes.foreignID ?? event.attributes.id.description), \(event.attributes.source),
                \(event.attributes.type), \(event.attributes.correlationID), \(event.attributes.trace?.description),
                'replayed', replays + 1, id, original_value, original_headers, edited_at
            from dead_letter where id = \(id.number)
            """,
            """
            update dead_letter set state = 'replayed', settled_at = now(), replays = replays + 1
            where id = \(id.number)
            """,
        ])
        let states = try await transaction.query("select state from parked_lane where key = \(lane)")
        let isDead = try states.first?.decode("state", as: String.self) == LaneState.dead.rawValue
        return isDead
            ? "it waits at the end of the lane of key \(lane), which is dead: replay that lane too"
            : "it is tried now, as the last of the lane of key \(lane)"
    }

    /// - Throws: `DeskError` when the message had its effect already.
    private func claimAgain(_ event: CloudEvent, _ id: DeskID, in transaction: borrowing Transaction) async throws {
        let attributes = event.attributes
        let rows = try await transaction.query("select now() as now")
        guard let now = try rows.first?.decode("now", as: Timestamp.self) else { return }
        var claim = attributes
        // Older than the inbox's days: this approval lets it in, and the other inbox keeps it from coming twice.
        if attributes.foreignID == nil, let time = attributes.id.time, !InboxWindow.holds(time, at: now) {
            claim.foreignID = attributes.id.description
        }
        let entry = InboxClaim(claim, byArrival: claim.foreignID != nil)
        let isFresh = try await InboxStore.claim([entry], in: transaction).contains(attributes.id)
        if !isFresh {
            let known = try await transaction.query(
                """
                select outcome, received_at from inbox where id = \(attributes.id)
                union all select outcome, received_at from foreign_inbox where id = \(attributes.id)
                """
            )
            if let row = known.first, try row.decode("outcome", as: String.self) != "parked" {
                let outcome = try row.decode("outcome", as: String.self)
                throw DeskError("\(id) had its effect before (\(outcome)); a second one is not possible. Discard it.")
            }
        }
        let ending = MessageEnding(
            id: attributes.id,
            isForeign: claim.foreignID != nil,
            outcome: "parked",
            reason: "sent on its way again by an operator"
        )
        try await transaction.pipeline(InboxStore.note([ending]))
    }

    static func text(_ faults: [FieldFault]) -> String {
        faults.prefix(10).map { "\($0.pointer.isEmpty ? "/" : $0.pointer) \($0.detail.en)" }.joined(separator: "; ")
    }
}
