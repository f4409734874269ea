import Database
import Messages
import Vocabulary

/// A message that waits in the lane of its key.
struct ParkedMessage: Sendable {
    let key: String
    let record: IncomingRecord
    let attributes: Attributes?
    /// Why it waits; stable, kebab case.
    let code: String
    let reason: String

    /// As it is mirrored when its lane is dead by the time it comes.
    var deadLetter: DeadLetterMirror.Letter {
        DeadLetterMirror.Letter(
            record: record,
            attributes: attributes,
            code: code,
            reason: reason,
            attempts: 0,
            state: LaneState.dead.rawValue
        )
    }

    /// Waits only because an earlier message of its key does.
    var isBehind: Bool { code == ParkingCode.behind }
}

/// Why something is parked, for programs.
enum ParkingCode {
    static let waits = "waits"
    static let needsOperator = "needs-operator"
    static let behind = "behind-another"
    static let batchFailed = "batch-failed"
    static let failed = "failed"
    static let crashed = "crashed-the-service"
    static let unhandled = "no-longer-handled"

    /// No later try can end otherwise: the lane is dead at once.
    static func isFinal(_ code: String) -> Bool { code == crashed }
}

enum LaneState: String, Sendable {
    case waiting, dead
}

/// The SQL of parked lanes.
enum ParkingStore {
    /// The keys that have a lane, locked against a retry that would empty it meanwhile.
    static func lock(_ keys: Set<String>, in transaction: borrowing Transaction) async throws -> [String: LaneState] {
        guard !keys.isEmpty else { return [:] }
        let rows = try await transaction.query(
            "select key, state from parked_lane where key = any(\(keys.sorted())) order by key for share"
        )
        var states: [String: LaneState] = [:]
        for row in rows {
            states[try row.decode("key")] = LaneState(rawValue: try row.decode("state")) ?? .waiting
        }
        return states
    }

    /// - Parameter dead: keys whose lane is dead already, or dies of what is parked now.
    static func park(
        _ messages: [ParkedMessage],
        dead: Set<String>,
        clusterID: String,
        policy: ParkingPolicy
    ) -> [Query] {
        guard !messages.isEmpty else { return [] }
        return openLanes(messages, dead: dead, policy) + [append(messages, dead: dead, clusterID)]
    }

    /// Only lanes that were not there: those that were are share-locked by whoever parks behind them, and two that both
    /// wanted more would wait for each other.
    private static func openLanes(_ messages: [ParkedMessage], dead: Set<String>, _ policy: ParkingPolicy) -> [Query] {
        var heads: [String: ParkedMessage] = [:]
        for message in messages where heads[message.key] == nil { heads[message.key] = message }
        let lanes = heads.values.filter { !$0.isBehind }.sorted { $0.key < $1.key }
        guard !lanes.isEmpty else { return [] }
        let pauses = lanes.map { policy.pause(afterFailures: 0, key: $0.key) }
        // Touching a lane that another batch has made meanwhile locks it, so that no retry closes it before this
        // transaction ends.
        return [
            """
            insert into parked_lane as lane (key, state, code, reason, attempts, next_attempt_at)
            select key, state, code, reason, 0, now() + pause
            from unnest(\(lanes.map(\.key)), \(lanes.map { dead.contains($0.key) ? "dead" : "waiting" }),
                \(lanes.map(\.code)), \(lanes.map(\.reason)), \(pauses)) as new (key, state, code, reason, pause)
            on conflict (key) do update set key = lane.key
            """
        ]
    }

    private static func append(_ messages: [ParkedMessage], dead: Set<String>, _ clusterID: String) -> Query {
        let records = messages.map(\.record)
        let attributes = messages.map(\.attributes)
        return """
            insert into parked_message (key, cluster_id, topic, partition, log_offset, record_key, value, headers,
                recorded_at, message_id, source, type, correlation_id, traceparent, code, first_error,
                first_failed_at, last_error, last_failed_at, mirrored_at)
            select key, \(clusterID), topic, partition, log_offset, record_key, value, headers,
                recorded_at, message_id, source, type, correlation_id, traceparent, code, error,
                case when error is not null then now() end, error, case when error is not null then now() end,
                case when is_dead then now() end
            from unnest(\(messages.map(\.key)), \(records.map(\.topic)), \(records.map(\.partition)),
                \(records.map(\.offset)), \(records.map(\.key)), \(records.map(\.value)),
                \(records.map { JSONText($0.headersDocument.text) }), \(records.map(\.timestamp)),
                \(attributes.map { $0?.foreignID ?? $0?.id.description }), \(attributes.map { $0?.source }),
                \(attributes.map { $0?.type }), \(attributes.map { $0?.correlationID }),
                \(attributes.map { $0?.trace?.description }), \(messages.map(\.code)),
                \(messages.map { $0.isBehind ? nil : $0.reason }), \(messages.map { dead.contains($0.key) }))
                with ordinality as parked (key, topic, partition, log_offset, record_key, value, headers,
                    recorded_at, message_id, source, type, correlation_id, traceparent, code, error, is_dead, position)
            order by position
            """
    }

    /// Where taking in must stop, because lanes or their messages have become too many; empty while there is room.
    ///
    /// Asked only when something is about to be parked.
    static func overflow(
        of messages: [ParkedMessage],
        into known: Set<String>,
        policy: ParkingPolicy,
        in transaction: borrowing Transaction
    ) async throws -> [TopicPartition: Int64] {
        let keys = Set(messages.map(\.key)).sorted()
        let rows = try await transaction.query(
            """
            select key, (select count(*) from (select from parked_message m where m.key = wanted.key
                limit \(policy.rowsPerLane)) waiting) as rows,
                (select count(*) from (select from parked_lane limit \(policy.lanes)) lane) as lanes
            from unnest(\(keys)) as wanted (key)
            """
        )
        var waiting: [String: Int] = [:]
        var lanes = 0
        for row in rows {
            waiting[try row.decode("key")] = Int(try row.decode("rows", as: Int64.self))
            lanes = Int(try row.decode("lanes", as: Int64.self))
        }
        var opened = known
        var cuts: [TopicPartition: Int64] = [:]
        for message in messages {
            let isNew = opened.insert(message.key).inserted
            if isNew { lanes += 1 }
            waiting[message.key, default: 0] += 1
            guard isNew && lanes > policy.lanes || waiting[message.key, default: 0] > policy.rowsPerLane else {
                continue
            }
            let partition = message.record.topicPartition
            cuts[partition] = min(cuts[partition] ?? .max, message.record.offset)
        }
        return cuts
    }
}

extension [KafkaHeader] {
    /// Reads what `IncomingRecord.headersDocument` wrote.
    init(document: JSONValue) {
        guard case .array(let items) = document else {
            self = []
            return
        }
        self = items.compactMap { item in
            guard let name = item["name"]?.stringValue else { return nil }
            return KafkaHeader(name: name, value: item["value"]?.stringValue.flatMap([UInt8].init(base64:)))
        }
    }
}
