import Hummingbird
import Messages
import Vocabulary

/// What a list request asks for, checked: unknown and repeated parameters are refused.
struct ListQuery: Sendable {
    static let largestPage = 200

    enum Direction: String, Sendable {
        case oldestFirst = "created"
        case newestFirst = "-created"
    }

    var equals: [String: String] = [:]
    var caseID: UniqueID?
    var limit = 50
    var direction = Direction.newestFirst
    /// The position behind which the page begins.
    var after: Int64?

    init(_ request: Request, filters: [String]) throws {
        let parameters = try Self.parameters(
            of: request,
            allowed: filters + ["caseID", "limit", "cursor", "sort"]
        )
        for (name, value) in parameters where filters.contains(name) && name != "caseID" { equals[name] = value }
        if let text = parameters["caseID"] {
            guard let id = UniqueID(text) else { throw HTTPProblem.badParameter("caseID", "应为 UUID", "must be a UUID") }
            caseID = id
        }
        limit = try Self.limit(parameters["limit"])
        if let text = parameters["sort"] {
            guard let known = Direction(rawValue: text) else {
                throw HTTPProblem.badParameter("sort", "应为 created 或 -created", "must be created or -created")
            }
            direction = known
        }
        if let text = parameters["cursor"] {
            let parts = try Cursor.decode(text)
            guard parts.count == 2, parts[0] == direction.rawValue, let position = Int64(parts[1]) else {
                throw Cursor.problem
            }
            after = position
        }
    }

    func cursor(after position: Int64) -> String { Cursor.encode([direction.rawValue, String(position)]) }

    static func limit(_ text: String?) throws -> Int {
        guard let text else { return 50 }
        guard let number = Int(text), (1...largestPage).contains(number) else {
            throw HTTPProblem.badParameter(
                "limit",
                "应为 1 至 \(largestPage) 的整数",
                "must be a whole number from 1 to \(largestPage)"
            )
        }
        return number
    }

    static func parameters(of request: Request, allowed: [String]) throws -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in request.uri.queryParameters {
            let name = String(name)
            guard allowed.contains(name) else {
                let list = allowed.isEmpty ? "–" : Set(allowed).sorted().joined(separator: ", ")
                throw HTTPProblem.badParameter(
                    String(name.prefix(60)),
                    "没有此参数；可用参数：\(list)",
                    "is not a parameter here; known ones: \(list)"
                )
            }
            guard values[name] == nil else {
                throw HTTPProblem.badParameter(name, "出现了多次", "stands more than once")
            }
            guard (1...500).contains(value.utf8.count), !value.utf8.contains(0) else {
                throw HTTPProblem.badParameter(name, "为空或过长", "is empty or too long")
            }
            values[name] = String(value)
        }
        return values
    }
}
