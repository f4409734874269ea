import Messages
import Messaging
import Vocabulary

/// Items of several services as one list, by pages.
package struct DeskListing: Sendable {
    package let items: [DeskItem]
    package let total: Int
    package let offset: Int

    package static func read(
        _ access: DeskAccess,
        _ filter: DeskFilter,
        order: DeskOrder = .oldest,
        limit: Int,
        offset: Int = 0
    ) async throws -> DeskListing {
        var items: [DeskItem] = []
        var total = 0
        for desk in access.desks {
            total += try await desk.count(filter)
            items += try await desk.list(filter, order: order, limit: limit + offset)
        }
        // Each service gave its own in order; what is equal stays as it came.
        let sorted = items.enumerated().sorted { left, right in
            order.isBefore(left.element, right.element)
                || !order.isBefore(right.element, left.element) && left.offset < right.offset
        }
        return DeskListing(
            items: Array(sorted.map(\.element).dropFirst(offset).prefix(limit)),
            total: total,
            offset: offset
        )
    }

    package var text: String {
        guard total > 0 else { return "Nothing is parked and there are no dead letters. 没有滞留消息。" }
        var table = TextTable("id", "state", "type or topic", "key", "tries", "since", "code", "reason")
        for item in items {
            let state = item.place == 1 ? item.state.rawValue : "\(item.state.rawValue), no. \(item.place)"
            let kind = item.type?.replacing("aftercare.", with: "") ?? "\(item.topic)/\(item.partition)"
            let since = String(item.since.description.prefix(19))
            let (code, reason) = (item.code, String(item.reason.prefix(60)))
            table.add(item.id.description, state, kind, item.key ?? "", String(item.attempts), since, code, reason)
        }
        let first = items.isEmpty ? 0 : offset + 1
        var lines = [table.text, "", "\(first) to \(offset + items.count) of \(total)."]
        if offset + items.count < total { lines.append("more: --offset \(offset + items.count)") }
        if let item = items.first {
            lines.append("next: aftercare dlq show \(item.id)")
            lines.append("      aftercare dlq replay|edit|skip|discard \(item.id) --reason \"…\" --dry-run")
        }
        return lines.joined(separator: "\n")
    }

    package var json: String {
        let document: JSONValue = [
            "total": .integer(Int64(total)), "offset": .integer(Int64(offset)), "items": .array(items.map(\.json)),
        ]
        return document.text
    }

    /// RFC 4180, one line for each item.
    package var csv: String {
        let names = DeskItem.members.map(\.name)
        let lines = items.map { item in
            DeskItem.members.map { member in
                switch member.value(item) {
                case .string(let text): text.csvQuoted
                case .null: ""
                case let other: other.text
                }
            }.joined(separator: ",")
        }
        return ([names.joined(separator: ",")] + lines).joined(separator: "\r\n")
    }
}

extension DeskItem {
    fileprivate static let members: [(name: String, value: @Sendable (DeskItem) -> JSONValue)] = [
        ("id", { .string($0.id.description) }), ("service", { .string($0.id.service.rawValue) }),
        ("state", { .string($0.state.rawValue) }), ("topic", { .string($0.topic) }),
        ("partition", { .integer(Int64($0.partition)) }), ("offset", { .integer($0.offset) }),
        ("key", { .optional($0.key) }), ("type", { .optional($0.type) }), ("messageID", { .optional($0.messageID) }),
        ("caseID", { .optional($0.caseID?.description) }), ("traceparent", { .optional($0.traceparent) }),
        ("code", { .string($0.code) }), ("reason", { .string($0.reason) }),
        ("attempts", { .integer(Int64($0.attempts)) }), ("replays", { .integer(Int64($0.replays)) }),
        ("firstError", { .optional($0.firstError) }),
        ("firstFailedAt", { .optional($0.firstFailedAt?.description) }),
        ("lastFailedAt", { .optional($0.lastFailedAt?.description) }), ("since", { .string($0.since.description) }),
        ("nextAttemptAt", { .optional($0.nextAttemptAt?.description) }), ("place", { .integer($0.place) }),
        ("isEdited", { .boolean($0.isEdited) }),
    ]

    /// Everything that the list knows.
    package var json: JSONValue {
        .object(Self.members.map { .init($0.name, $0.value(self)) })
    }
}

extension DeskOrder {
    /// Whether one item comes before another of a different service.
    fileprivate func isBefore(_ left: DeskItem, _ right: DeskItem) -> Bool {
        switch self {
        case .oldest: left.since < right.since
        case .newest: left.since > right.since
        case .attempts: left.attempts > right.attempts
        case .topic: left.topic < right.topic
        case .code: left.code < right.code
        }
    }
}

extension JSONValue {
    fileprivate static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}

extension String {
    fileprivate var csvQuoted: String {
        contains { [",", "\"", "\n", "\r"].contains($0) || $0 == "\r\n" }
            ? "\"\(replacing("\"", with: "\"\""))\"" : self
    }
}
