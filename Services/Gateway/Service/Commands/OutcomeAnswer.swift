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
            let isNew = record.aggregateVersion == 1
            return .json(record.json, status: isNew ? .created : .ok, headers: [.location: location])
        case .rejected:
            let problem = (record.problem ?? .object([])).setting("commandID", to: .string(record.id.description))
            return .json(
                problem,
                status: status(of: problem),
                headers: [.contentType: HTTPProblem.contentType, .contentLocation: location]
            )
        }
    }

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
