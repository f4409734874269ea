import Database
import Messages
import Vocabulary

extension ParkingDesk {
    /// A row of the desk with its bytes, locked together with its lane.
    struct Held: Sendable {
        let record: IncomingRecord
        let clusterID: String
        let replays: Int
        /// The key of its lane; `nil` for a letter.
        let lane: String?
        let laneState: LaneState?
        let isHead: Bool
    }

    /// - Throws: `DeskError` when it is not here any more.
    func hold(_ id: DeskID, in transaction: borrowing Transaction) async throws -> Held {
        switch id.kind {
        case .letter: try await holdLetter(id, in: transaction)
        case .parked: try await holdParked(id, in: transaction)
        }
    }

    private func holdLetter(_ id: DeskID, in transaction: borrowing Transaction) async throws -> Held {
        let rows = try await transaction.query(
            """
            select topic, partition, log_offset, key as record_key, value, headers, recorded_at, cluster_id, replays
            from dead_letter where id = \(id.number) and state = 'kept' for update
            """
        )
        guard let row = rows.first else { throw Self.gone(id) }
        return Held(
            record: try ParkingStore.record(row),
            clusterID: try row.decode("cluster_id"),
            replays: try row.decode("replays"),
            lane: nil,
            laneState: nil,
            isHead: true
        )
    }

    /// Locks the lane first, as a retry does.
    private func holdParked(_ id: DeskID, in transaction: borrowing Transaction) async throws -> Held {
        let lanes = try await transaction.query(
            """
            select key, state from parked_lane
            where key = (select key from parked_message where position = \(id.number)) for update
            """
        )
        guard let lane = lanes.first else { throw Self.gone(id) }
        let key = try lane.decode("key", as: String.self)
        let rows = try await transaction.query(
            """
            select topic, partition, log_offset, record_key, value, headers, recorded_at, cluster_id, replays,
                position = (select min(position) from parked_message where key = \(key)) as is_head
            from parked_message where position = \(id.number)
            """
        )
        guard let row = rows.first else { throw Self.gone(id) }
        return Held(
            record: try ParkingStore.record(row),
            clusterID: try row.decode("cluster_id"),
            replays: try row.decode("replays"),
            lane: key,
            laneState: LaneState(rawValue: try lane.decode("state")),
            isHead: try row.decode("is_head")
        )
    }

    /// The record as it is now, and as it came when somebody has changed it.
    package func record(_ id: DeskID) async throws -> (now: IncomingRecord, original: IncomingRecord?) {
        let table: Query = id.kind == .letter ? "dead_letter where id" : "parked_message where position"
        let key: Query = id.kind == .letter ? "key" : "record_key"
        let rows = try await pool.query(
            """
            select topic, partition, log_offset, \(key) as record_key, value, headers, recorded_at,
                original_value, original_headers, edited_at is not null as is_edited
            from \(table) = \(id.number)
            """
        )
        guard let row = rows.first else { throw Self.gone(id) }
        let record = try ParkingStore.record(row)
        guard try row.decode("is_edited", as: Bool.self) else { return (record, nil) }
        let headers = try row.decode("original_headers", as: JSONText?.self).map { text in
            [KafkaHeader](document: try JSONParser.parse(Array(text.text.utf8)))
        }
        let original = record.with(
            value: try row.decode("original_value", as: [UInt8]?.self),
            headers: headers ?? record.headers
        )
        return (record, original)
    }

    /// What a service of this build would say of a record.
    package enum Judgement: Sendable, Equatable {
        case readable(type: String)
        /// A command that would be refused for these faults.
        case invalidCommand(type: String, [FieldFault])
        case unreadable(code: String, reason: String)
    }

    package func judge(_ record: IncomingRecord) -> Judgement {
        let message = reader.read(record)
        switch message.content {
        case .message(let event, _, _): return .readable(type: event.attributes.type)
        case .invalidCommand(let event, let faults): return .invalidCommand(type: event.attributes.type, faults)
        case .ignored(let attributes), .skipped(let attributes, _):
            return .unreadable(code: "no-handler", reason: "nobody handles \(attributes.type)")
        case .unreadable(let unreadable, _): return .unreadable(code: unreadable.code, reason: unreadable.reason)
        case .tombstone: return .unreadable(code: "tombstone", reason: "the record has no value")
        }
    }

    /// The contract that a record names, if it can be told, and the body that the contract describes.
    package func contract(of record: IncomingRecord) -> (contract: Contract, body: [UInt8])? {
        guard let event = try? CloudEvent(record), let contract = Catalogue.contract(type: event.attributes.type) else {
            return nil
        }
        return (contract, event.body)
    }
}
