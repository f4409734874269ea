import Hummingbird
import Messages
import Messaging
import Vocabulary

/// Where a sender learns what became of commands.
struct OutcomeEndpoints: Sendable {
    static let mostIDs = 500
    let store: CommandStore

    var endpoints: [Endpoint] {
        [
            .get("/v1/commands/{id}", roles: .everyone, show),
            .post("/v1/commands/lookup", roles: .everyone, lookUp),
        ]
    }

    private func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        _ = try ListQuery.parameters(of: request, allowed: [])
        guard let id = context.pathValues["id"].flatMap(UniqueID.init),
            let record = try await store.find([id]).first, Self.mayShow(record, to: context.principal)
        else { throw HTTPProblem.unknownCommand }
        let isOpen = record.state == .accepted
        return .json(record.json, headers: isOpen ? [.retryAfter: "1"] : [:])
    }

    /// Many at once; what is unknown, or somebody else's, is left out.
    private func lookUp(_ request: Request, _ context: GatewayContext) async throws -> Response {
        _ = try ListQuery.parameters(of: request, allowed: [])
        let schema = Schema.object([.required("ids", .array(of: .uuid, maximum: Self.mostIDs))])
        let body = try await Negotiation.object(from: request)
        let faults = schema.faults(in: body, openness: .closed)
        guard faults.isEmpty, case .array(let values)? = body["ids"] else { throw HTTPProblem.invalid(faults) }
        let records = try await store.find(values.compactMap { $0.stringValue.flatMap(UniqueID.init) })
        let shown = records.filter { Self.mayShow($0, to: context.principal) }
        return .json(["items": .array(shown.map(\.json))])
    }

    /// One's own commands; auditors and administrators see all, integrators also those that came from topics.
    private static func mayShow(_ record: CommandRecord, to principal: Principal) -> Bool {
        if record.sender == principal.subject || principal.holds(anyOf: [.auditor]) { return true }
        return record.sender == nil && principal.holds(anyOf: [.integrator])
    }
}
