import Database
import Messages
import Vocabulary

/// A message of a lane that is being tried.
struct WaitingMessage: Sendable {
    let position: Int64
    let attempts: Int
    let record: IncomingRecord
    let clusterID: String
}

/// A lane that is being tried.
struct BegunTry: Sendable {
    let key: String
    /// Tries of it in a row that ended with their process.
    let crashes: Int
}

/// Why the first message of a lane still cannot be handled.
struct LaneFailure: Sendable, Equatable {
    let code: String
    let reason: String
    /// No later try can end otherwise.
    var isFinal = false
}

/// What a try of a lane came to, for its rows.
struct LaneTry: Sendable {
    let key: String
    /// Positions of the messages that went through.
    let handled: [Int64]
    /// The message that ended the try, and how; `nil` when none did.
    let failure: (message: WaitingMessage, failure: LaneFailure)?

    /// Whether nothing is tried any more until an operator acts.
    func isDead(_ policy: ParkingPolicy) -> Bool {
        guard let (message, failure) = failure else { return false }
        return failure.isFinal || message.attempts + 1 >= policy.attempts
    }
}

extension ParkingStore {
    /// Begins a try of a lane that is due and that no other instance works on; `nil` when there is none.
    ///
    /// It is noted and committed before the try, so that one that ends with its process shows in `crashes`.
    static func begin(
        by process: UniqueID,
        except left: Set<String>,
        in transaction: borrowing Transaction
    ) async throws -> BegunTry? {
        let rows = try await transaction.query(
            """
            with due as (
                select key from parked_lane
                where state = 'waiting' and next_attempt_at <= now() and key <> all(\(left.sorted()))
                order by next_attempt_at, key limit 1 for update skip locked
            )
            update parked_lane set
                crashes = crashes + case when tried_by <> \(process) then 1 else 0 end,
                tried_by = \(process), next_attempt_at = now() + interval '1 minute'
            from due where parked_lane.key = due.key
            returning parked_lane.key, crashes
            """
        )
        return try rows.first.map { row in
            BegunTry(key: try row.decode("key"), crashes: try row.decode("crashes"))
        }
    }

    /// Locks a lane whose try this process has begun; `false` when it is gone or somebody else's by now.
    static func lock(
        _ key: String,
        triedBy process: UniqueID,
        in transaction: borrowing Transaction
    ) async throws -> Bool {
        let rows = try await transaction.query(
            """
            select key from parked_lane where key = \(key) and tried_by = \(process) and state = 'waiting' for update
            """
        )
        return !rows.isEmpty
    }

    static func release(
        _ keys: [String],
        triedBy process: UniqueID,
        in transaction: borrowing Transaction
    ) async throws {
        try await transaction.execute(
            """
            update parked_lane set tried_by = null, next_attempt_at = now()
            where key = any(\(keys)) and tried_by = \(process)
            """
        )
    }

    static func messages(
        of key: String,
        atMost limit: Int,
        in transaction: borrowing Transaction
    ) async throws -> [WaitingMessage] {
        let rows = try await transaction.query(
            """
            select position, attempts, cluster_id, topic, partition, log_offset, record_key, value, headers,
                recorded_at
            from parked_message where key = \(key) order by position limit \(limit)
            """
        )
        return try rows.map(waiting)
    }

    static func waiting(_ row: Row) throws -> WaitingMessage {
        WaitingMessage(
            position: try row.decode("position"),
            attempts: try row.decode("attempts"),
            record: try record(row),
            clusterID: try row.decode("cluster_id")
        )
    }

    /// The record as it was, or as an operator changed it.
    static func record(_ row: Row) throws -> IncomingRecord {
        let headers = try JSONParser.parse(Array(try row.decode("headers", as: JSONText.self).text.utf8))
        return IncomingRecord(
            topic: try row.decode("topic"),
            partition: try row.decode("partition"),
            offset: try row.decode("log_offset"),
            key: try row.decode("record_key", as: [UInt8]?.self),
            value: try row.decode("value", as: [UInt8]?.self),
            headers: [KafkaHeader](document: headers),
            timestamp: try row.decode("recorded_at", as: Timestamp?.self)
        )
    }

    /// Takes handled messages out and closes the lane when it is empty, or notes the next attempt.
    static func settle(_ result: LaneTry, policy: ParkingPolicy) -> [Query] {
        var queries: [Query] = []
        if !result.handled.isEmpty {
            queries.append("delete from parked_message where position = any(\(result.handled))")
        }
        guard let (message, failure) = result.failure else { return queries + close(result.key) }
        let failures = message.attempts + 1
        let isDead = result.isDead(policy)
        queries.append(
            """
            update parked_message set attempts = \(Int32(failures)), code = \(failure.code),
                first_error = coalesce(first_error, \(failure.reason)),
                first_failed_at = coalesce(first_failed_at, now()), last_error = \(failure.reason),
                last_failed_at = now()
            where position = \(message.position)
            """
        )
        queries.append(
            """
            update parked_lane set code = \(failure.code), reason = \(failure.reason),
                attempts = \(Int32(failures)), state = \(isDead ? "dead" : "waiting"), tried_by = null, crashes = 0,
                next_attempt_at = now() + \(policy.pause(afterFailures: failures, key: result.key))
            where key = \(result.key)
            """
        )
        return queries
    }

    /// Removes an empty lane; one that has more goes behind the others that are due.
    static func close(_ key: String) -> [Query] {
        [
            """
            delete from parked_lane where key = \(key)
                and not exists (select from parked_message where key = \(key))
            """,
            """
            update parked_lane set attempts = 0, tried_by = null, crashes = 0, next_attempt_at = now()
            where key = \(key)
            """,
        ]
    }
}
