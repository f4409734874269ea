import Database
import Messages
import Vocabulary

/// What a person changes of a message.
package struct DeskEdit: Sendable {
    /// A whole new body.
    package var body: [UInt8]?
    /// Members of the body by their path with dots, and what they become; `nil` takes one away.
    package var members: [(path: [String], value: JSONValue?)] = []
    /// Headers, and what they become; `nil` takes one away.
    package var headers: [(name: String, value: String?)] = []

    package init() {}

    var isEmpty: Bool { body == nil && members.isEmpty && headers.isEmpty }
}

extension ParkingDesk {
    /// Changes a message where it stands; it must be readable then, and a parked one keeps its identity and its key.
    ///
    /// The bytes as they came stay beside it.
    ///
    /// - Returns: what happened, in a sentence.
    package func edit(_ id: DeskID, _ edit: DeskEdit, reason: String) async throws -> String {
        guard !edit.isEmpty else { throw DeskError("Nothing to change: give --body, --set, --unset or --header.") }
        return try await change { transaction in
            let held = try await hold(id, in: transaction)
            let changed = try edit.applied(to: held.record)
            try check(changed, id, against: held.lane == nil ? nil : held.record)
            try await write(changed, id, in: transaction)
            try await audit("edit", id, reason: reason, before: held.record, after: changed, in: transaction)
            return held.record.digest == changed.digest
                ? "nothing is different" : "it is changed; the original is kept"
        }
    }

    private func check(_ record: IncomingRecord, _ id: DeskID, against original: IncomingRecord?) throws {
        switch judge(record) {
        case .readable: break
        case .invalidCommand(_, let faults): throw DeskError("The changed body is wrong: " + Self.text(faults))
        case .unreadable(let code, let reason):
            throw DeskError("The changed message cannot be read (\(code): \(reason)).")
        }
        guard let original, let before = try? CloudEvent(original).attributes else { return }
        let after = try CloudEvent(record).attributes
        guard (before.id, before.source, before.key) == (after.id, after.source, after.key) else {
            throw DeskError("\(id) waits in the lane of its key: id, source and key of the message must stay.")
        }
    }

    private func write(_ record: IncomingRecord, _ id: DeskID, in transaction: borrowing Transaction) async throws {
        let attributes = try CloudEvent(record).attributes
        let table: Query = id.kind == .letter ? "dead_letter" : "parked_message"
        let rows: Query = id.kind == .letter ? "id" : "position"
        let mirrored: Query = id.kind == .letter ? "" : ", mirrored_at = null"
        try await transaction.execute(
            """
            update \(table) set
                original_value = case when edited_at is null then value else original_value end,
                original_headers = case when edited_at is null then headers else original_headers end,
                edited_at = now(), value = \(record.value), headers = \(JSONText(record.headersDocument.text)),
                type = \(attributes.type), message_id = \(attributes.foreignID ?? attributes.id.description),
                source = \(attributes.source), correlation_id = \(attributes.correlationID)\(mirrored)
            where \(rows) = \(id.number)
            """
        )
    }
}

extension DeskEdit {
    func applied(to record: IncomingRecord) throws -> IncomingRecord {
        var headers = record.headers
        for (name, value) in self.headers {
            headers.removeAll { $0.name.lowercased() == name.lowercased() }
            if let value { headers.append(KafkaHeader(name, value)) }
        }
        guard body != nil || !members.isEmpty else { return record.with(value: record.value, headers: headers) }
        let isStructured = headers.contains { header in
            header.name.lowercased() == HeaderName.contentType
                && header.value.map { String(decoding: $0, as: UTF8.self) }?
                    .hasPrefix("application/cloudevents+json") == true
        }
        let value = try isStructured ? structured(record.value ?? []) : changed(body ?? record.value ?? []).bytes
        return record.with(value: value, headers: headers)
    }

    /// A structured event holds the body as its member `data`.
    private func structured(_ bytes: [UInt8]) throws -> [UInt8] {
        let document = try Self.parse(bytes)
        let data = body ?? (document["data"] ?? .object([])).bytes
        return document.setting("data", to: try changed(data)).bytes
    }

    private func changed(_ bytes: [UInt8]) throws -> JSONValue {
        var document = try Self.parse(bytes)
        for (path, value) in members { document = try document.changing(path[...], to: value) }
        return document
    }

    private static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        do throws(JSONFault) {
            return try JSONParser.parse(bytes)
        } catch {
            throw DeskError("The body is not JSON: \(error.reason.rawValue) (byte \(error.offset)).")
        }
    }
}

extension JSONValue {
    /// This document with one member, or element of an array by its number from 0, replaced or taken away.
    fileprivate func changing(_ path: ArraySlice<String>, to value: JSONValue?) throws -> JSONValue {
        guard let name = path.first else { return value ?? .null }
        switch self {
        case .array(var elements):
            guard let index = Int(name), elements.indices.contains(index) else {
                throw DeskError("The array has no element \(name); it has \(elements.count).")
            }
            if path.count == 1, value == nil {
                elements.remove(at: index)
            } else {
                elements[index] = try elements[index].changing(path.dropFirst(), to: value)
            }
            return .array(elements)
        case .object(let members):
            if path.count == 1, value == nil { return .object(members.filter { $0.name != name }) }
            guard let index = members.firstIndex(where: { $0.name == name }) else {
                let empty = path.count == 1 ? JSONValue.null : .object([])
                return .object(members + [Member(name, try empty.changing(path.dropFirst(), to: value))])
            }
            var changed = members
            changed[index] = Member(name, try members[index].value.changing(path.dropFirst(), to: value))
            return .object(changed)
        default: throw DeskError("There is nothing inside \(name): it is neither an object nor an array.")
        }
    }
}
