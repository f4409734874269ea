import Messages
import Vocabulary

extension GatewayClient {
    /// One page of a list and where the next begins.
    package struct Page: Sendable {
        package let items: [JSONValue]
        package let nextCursor: String?
    }

    /// - Parameter query: the filters, such as `status=assigned`.
    package func page(
        of collection: String,
        query: String,
        limit: Int = 200,
        cursor: String? = nil,
        as role: Role = .auditor
    ) async throws -> Page {
        let rest = cursor.map { "&cursor=\($0.queryEscaped)" } ?? ""
        let answer = try await get("/v1/\(collection)?\(query)&limit=\(limit)\(rest)", as: role)
        guard case .array(let items)? = answer["items"] else { return Page(items: [], nextCursor: nil) }
        return Page(items: items, nextCursor: answer["nextCursor"]?.stringValue)
    }

    /// What became of commands; those that are unknown or still open are left out.
    package func outcomes(of ids: [CommandID]) async throws -> [CommandOutcome] {
        let body: JSONValue = ["ids": .array(ids.map { .string($0.description) })]
        let answer = try await post("/v1/commands/lookup", body, as: .auditor)
        guard case .array(let items)? = answer["items"] else { return [] }
        return items.compactMap(CommandOutcome.init)
    }
}

/// How a command ended.
package struct CommandOutcome: Equatable, Sendable {
    package let id: CommandID
    /// `nil` when it was completed, else why it changed nothing.
    package let rejection: String?
    package let aggregateID: String?

    /// `nil` while the command is open.
    init?(_ item: JSONValue) {
        guard let id = item["id"]?.stringValue.flatMap({ CommandID($0) }) else { return nil }
        switch item["state"]?.stringValue {
        case "completed": rejection = nil
        case "rejected":
            let problem = item["problem"]
            rejection = problem?["detail"]?.stringValue ?? problem?["title"]?.stringValue ?? "rejected"
        default: return nil
        }
        self.id = id
        aggregateID = item["aggregateID"]?.stringValue
    }
}

extension String {
    /// For a value in a query; everything but letters, digits and `-._~` is escaped (RFC 3986).
    var queryEscaped: String {
        utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(Character(scalar)))
            if isPlain || "-._~".unicodeScalars.contains(scalar) { return String(scalar) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" + digits : digits)
        }.joined()
    }
}
