import HTTPTypes
import Hummingbird
import Messages
import NIOCore
import Vocabulary

/// Says the outcome of a command as the answer to the request that brought it.
enum OutcomeAnswer {
    /// 201 for something new, 200 for a change, the problem's own status for a rejection, 202 while it is open.
    static func response(to record: CommandRecord) -> Response {
        let location = CommandEndpoints.location(record.id)
        switch record.state {
        case .accepted:
            return .json(record.json, status: .accepted, headers: [.location: location, .retryAfter: "1"])
        case .completed:
            guard let made = madeThing(record) else {
                return .json(record.json, status: .ok, headers: [.location: location])
            }
            return .json(record.json, status: .created, headers: [.location: made, .contentLocation: location])
        case .rejected:
            let problem = (record.problem ?? .object([])).setting("commandID", to: .string(record.id.description))
            return .json(
                problem,
                status: status(of: problem),
                headers: [.contentType: HTTPProblem.contentType, .contentLocation: location]
            )
        }
    }

    /// The address of what the command made; `nil` when it changed something that was there, or made no thing to show.
    ///
    /// Something new has version 1, or the id of the command that made it.
    private static func madeThing(_ record: CommandRecord) -> String? {
        guard let aggregate = record.aggregate, let id = record.aggregateID, let collection = collections[aggregate],
            record.aggregateVersion.map({ $0 == 1 }) ?? (id == record.id.description)
        else { return nil }
        return "/v1/\(collection)/\(id)"
    }

    /// Collections by the name of what they hold: `case` stands in `cases`.
    private static let collections: [String: String] = Dictionary(
        Catalogue.collections.map { collection in
            (String(collection.contract.name.split(separator: ".").last ?? ""), collection.name)
        },
        uniquingKeysWith: { first, _ in first }
    )

    /// The status that the refusing service gave; 409 when it makes no sense.
    private static func status(of problem: JSONValue) -> HTTPResponse.Status {
        guard case .integer(let code)? = problem["status"], (400...499).contains(code) else { return .conflict }
        return HTTPResponse.Status(code: Int(code))
    }
}

extension Response {
    static func json(
        _ value: JSONValue,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes))
        )
    }
}
