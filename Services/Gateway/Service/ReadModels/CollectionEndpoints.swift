import Hummingbird
import Messages
import NIOCore
import Vocabulary

/// The lists and single things of the read models: two endpoints for each state contract.
struct CollectionEndpoints: Sendable {
    let store: ResourceStore
    let view: PersonalView

    func endpoints(for contracts: [Contract]) -> [Endpoint] {
        contracts.flatMap { contract -> [Endpoint] in
            guard case .state(let collection, let filters) = contract.kind else { return [] }
            let list = Endpoint.get("/v1/\(collection)", roles: .staff) { request, context in
                try await self.list(collection, filters: filters, request, context)
            }
            // A case is shown with what belongs to it.
            if collection == CaseEndpoints.collection { return [list] }
            let one = Endpoint.get("/v1/\(collection)/{id}", roles: .staff) { request, context in
                try await show(collection, request, context)
            }
            return [list, one]
        }
    }

    private func list(
        _ collection: String,
        filters: [String],
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        let query = try ListQuery(request, filters: filters)
        let found = try await store.list(collection, query)
        let page = found.prefix(query.limit)
        let next = found.count > query.limit ? page.last.map { query.cursor(after: $0.position) } : nil
        return .page(try await view.shown(page.map(\.document), to: context.principal), next: next)
    }

    private func show(_ collection: String, _ request: Request, _ context: GatewayContext) async throws -> Response {
        _ = try ListQuery.parameters(of: request, allowed: [])
        let id = context.pathValues["id"] ?? ""
        guard let document = try await store.find(id, in: collection) else {
            throw HTTPProblem.notFound(id, in: collection)
        }
        return .json(text: try await view.shown([document], to: context.principal)[0])
    }
}

extension Response {
    /// JSON that is already text.
    static func json(text: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// One page of a list: `{"items": […], "nextCursor": "…" or null}`.
    static func page(_ documents: [String], next: String?) -> Response {
        let cursor = next.map { JSONValue.string($0) } ?? .null
        return .json(text: "{\"items\":[\(documents.joined(separator: ","))],\"nextCursor\":\(cursor.text)}")
    }
}
