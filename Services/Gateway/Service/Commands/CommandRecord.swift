import Database
import Messages
import Vocabulary

/// A command and what became of it.
struct CommandRecord: Sendable {
    enum State: String, Sendable {
        case accepted, completed, rejected
    }

    let id: UniqueID
    /// `nil` for a command that came from a topic.
    let sender: String?
    let type: String?
    let state: State
    let acceptedAt: Timestamp
    let endedAt: Timestamp?
    let aggregate: String?
    let aggregateID: String?
    let aggregateVersion: Int64?
    /// Set when it was rejected.
    let problem: JSONValue?

    static let columns = """
        id, sender, type, state, accepted_at, ended_at, aggregate, aggregate_id, aggregate_version, problem
        """

    init(_ row: Row) throws {
        id = try row.decode("id")
        sender = try row.decode("sender")
        type = try row.decode("type")
        state = State(rawValue: try row.decode("state")) ?? .accepted
        acceptedAt = try row.decode("accepted_at")
        endedAt = try row.decode("ended_at")
        aggregate = try row.decode("aggregate")
        aggregateID = try row.decode("aggregate_id")
        aggregateVersion = try row.decode("aggregate_version")
        problem = try row.decode("problem", as: JSONText?.self).map { try JSONParser.parse(Array($0.text.utf8)) }
    }

    /// As `GET /v1/commands/{id}` shows it.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(id.description)), .init("state", .string(state.rawValue)),
            .init("acceptedAt", .string(acceptedAt.description)),
        ]
        if let type { members.append(.init("type", .string(type))) }
        if let endedAt { members.append(.init("endedAt", .string(endedAt.description))) }
        if let aggregate { members.append(.init("aggregate", .string(aggregate))) }
        if let aggregateID { members.append(.init("aggregateID", .string(aggregateID))) }
        if let aggregateVersion { members.append(.init("aggregateVersion", .integer(aggregateVersion))) }
        if let problem { members.append(.init("problem", problem)) }
        return .object(members)
    }
}
