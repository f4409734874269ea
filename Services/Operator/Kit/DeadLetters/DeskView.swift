import Foundation
import Messages
import Messaging
import Vocabulary

/// One item in full; what belongs to a person is hidden unless somebody gave a reason to see it.
package struct DeskView: Sendable {
    let item: DeskItem
    let record: IncomingRecord
    let original: IncomingRecord?
    let judgement: ParkingDesk.Judgement
    /// The lane's messages, this one among them.
    let lane: [DeskItem]
    let isRevealed: Bool
    /// The body's contract and bytes, when it can be told.
    let content: (contract: Contract, body: [UInt8])?

    /// - Parameter reason: why somebody needs to see personal data; `nil` hides them.
    package static func read(_ id: DeskID, _ desk: ParkingDesk, revealing reason: String?) async throws -> DeskView {
        let item = try await desk.item(id)
        let (record, original) = try await desk.record(id)
        var filter = DeskFilter()
        filter.key = item.key
        filter.states = [.waiting, .dead]
        let lane = id.kind == .parked && item.key != nil ? try await desk.list(filter, limit: 20) : []
        if let reason { try await desk.noteReveal(of: id, reason: reason) }
        return DeskView(
            item: item,
            record: record,
            original: original,
            judgement: desk.judge(record),
            lane: lane,
            isRevealed: reason != nil,
            content: desk.contract(of: record)
        )
    }

    package var text: String {
        var lines = facts.map { name, value in
            name + String(repeating: " ", count: max(1, 14 - name.columnWidth)) + value
        }
        lines += ["", "headers"] + headers.map { "  \($0.name): \($0.value)" }
        lines += ["", isRevealed ? "body" : "body (personal data hidden; --reveal --reason \"…\" shows it)", body]
        if lane.count > 1 {
            lines +=
                ["", "lane"]
                + lane.map { other in
                    let mark = other.id == item.id ? "→ " : "  "
                    return "\(mark)\(other.place). \(other.id)  \(other.type ?? "")  \(other.code)"
                }
        }
        return (lines + [""] + hints).joined(separator: "\n")
    }

    package var json: String {
        let shown: [JSONValue] = headers.map { ["name": .string($0.name), "value": .string($0.value)] }
        return item.json.setting("headers", to: .array(shown)).setting("body", to: document)
            .setting("judgement", to: .string(judgementText)).setting("digest", to: .string(record.digest)).text
    }

    private var facts: [(String, String)] {
        var facts = [
            ("id", item.id.description), ("state", state), ("topic", "\(item.topic)/\(item.partition)@\(item.offset)"),
            ("type", item.type ?? "unknown"), ("message id", item.messageID ?? "unknown"), ("key", item.key ?? "none"),
            ("case", item.caseID?.description ?? "none"), ("trace", item.traceparent ?? "none"),
            ("code", item.code), ("reason", item.reason), ("tries", "\(item.attempts)"),
        ]
        if let first = item.firstError, let at = item.firstFailedAt {
            facts.append(("first failed", "\(at): \(first)"))
        }
        if let at = item.lastFailedAt { facts.append(("last failed", "\(at)")) }
        if let next = item.nextAttemptAt { facts.append(("next try", "\(next)")) }
        facts.append(("sent again", "\(item.replays) times"))
        facts.append(("read now", judgementText))
        facts.append(("digest", record.digest))
        if let original { facts.append(("changed from", original.digest)) }
        return facts
    }

    private var state: String {
        switch item.state {
        case .letter: "letter: no lane waits for it"
        case .waiting: "waiting, no. \(item.place) of its lane, tried again by itself"
        case .dead: "dead, no. \(item.place) of its lane, an operator must act"
        }
    }

    private var judgementText: String {
        switch judgement {
        case .readable: "readable"
        case .invalidCommand(_, let faults): "a command with \(faults.count) faults: it would be refused"
        case .unreadable(let code, let reason): "unreadable (\(code): \(reason))"
        }
    }

    private var headers: [(name: String, value: String)] {
        record.headers.map { header in
            let name = header.name.lowercased()
            let isPlain = name.hasPrefix("ce_") && !["ce_principal", "ce_subject"].contains(name)
            guard isRevealed || isPlain || name == "content-type" else { return (header.name, Schema.personalMask) }
            guard let value = header.value else { return (header.name, "(null)") }
            return (
                header.name, String(validating: value, as: UTF8.self) ?? "base64 \(Data(value).base64EncodedString())"
            )
        }
    }

    /// The body as JSON, masked; a text with what can be said of it when it is none.
    private var document: JSONValue {
        let bytes = content?.body ?? record.value ?? []
        guard let value = try? JSONParser.parse(bytes) else {
            guard isRevealed else { return .string("\(bytes.count) bytes that are not JSON \(Schema.unknownMask)") }
            return .string(String(validating: bytes, as: UTF8.self) ?? "base64 \(Data(bytes).base64EncodedString())")
        }
        if isRevealed { return value }
        return content.map { $0.contract.schema.masked(value) }
            ?? .string("\(bytes.count) bytes of JSON without a schema \(Schema.unknownMask)")
    }

    private var body: String { document.indented }

    private var hints: [String] {
        let id = item.id
        return switch (item.state, judgement) {
        case (.letter, .readable), (.dead, .readable), (.waiting, _):
            [
                "next: aftercare dlq replay \(id) --reason \"…\" --yes",
                "      aftercare dlq discard \(id) --reason \"…\" --yes",
            ]
        default:
            [
                "next: aftercare dlq edit \(id) --set field=value --reason \"…\" --yes",
                "      aftercare dlq discard \(id) --reason \"…\" --yes",
            ]
        }
    }
}

extension JSONValue {
    /// This document on several lines, two spaces for each level.
    package var indented: String { indented(by: "") }

    private func indented(by margin: String) -> String {
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { member in
                "\(margin)  \(JSONValue.string(member.name).text): \(member.value.indented(by: margin + "  "))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(margin)}"
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { "\(margin)  \($0.indented(by: margin + "  "))" }
            return "[\n\(lines.joined(separator: ",\n"))\n\(margin)]"
        default: return text
        }
    }
}
