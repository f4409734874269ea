import Hummingbird
import Messages

/// `GET /`: what this is and what it answers to, for everybody.
enum IndexEndpoint {
    static func listing(_ endpoints: [Endpoint]) -> Endpoint {
        let addresses = endpoints.map { "\($0.method.rawValue) \($0.path)" }.sorted()
        let document: JSONValue = [
            "name": "Aftercare", "title": "售后服务管理系统 · After-sales service suite",
            "authentication": "Authorization: Bearer <token>; aftercare token issues one for local use",
            "endpoints": .array(addresses.map(JSONValue.string)),
        ]
        return .get("/", roles: nil) { request, _ in
            _ = try ListQuery.parameters(of: request, allowed: [])
            return .json(document)
        }
    }
}
