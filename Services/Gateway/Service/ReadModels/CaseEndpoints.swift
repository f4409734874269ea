import Hummingbird
import Messages
import Vocabulary

/// A case with everything that belongs to it, and its timeline.
struct CaseEndpoints: Sendable {
    static let collection = "cases"

    let resources: ResourceStore
    let timeline: TimelineStore
    let view: PersonalView
    /// The collections whose things belong to a case.
    let related: [String]

    init(resources: ResourceStore, timeline: TimelineStore, view: PersonalView, contracts: [Contract]) {
        self.resources = resources
        self.timeline = timeline
        self.view = view
        related = contracts.compactMap { contract in
            guard case .state(let collection, _) = contract.kind, collection != Self.collection,
                contract.schema.fields.contains(where: { $0.name == "caseID" })
            else { return nil }
            return collection
        }.sorted()
    }

    var endpoints: [Endpoint] {
        [
            .get("/v1/\(Self.collection)/{id}", roles: .staff, show),
            .get("/v1/\(Self.collection)/{id}/timeline", roles: .staff, showTimeline),
        ]
    }

    /// The case's document with one more member, `related`: the documents of its work orders, and so on.
    private func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        _ = try ListQuery.parameters(of: request, allowed: [])
        let id = try Self.caseID(context)
        guard let document = try await resources.find(id.description, in: Self.collection) else {
            throw HTTPProblem.notFound(id.description, in: Self.collection)
        }
        let parts = Dictionary(
            grouping: try await resources.parts(of: id, in: related),
            by: \.collection
        )
        let members = related.map { collection in
            "\(JSONValue.string(collection).text):[\((parts[collection] ?? []).map(\.document).joined(separator: ","))]"
        }
        // A stored document is an object and never empty: it has at least its id.
        let whole = "\(document.dropLast()),\"related\":{\(members.joined(separator: ","))}}"
        return .json(text: try await view.shown([whole], to: context.principal)[0])
    }

    private func showTimeline(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let parameters = try ListQuery.parameters(of: request, allowed: ["limit", "cursor"])
        let limit = try parameters["limit"].map { try ListQuery.limit($0) } ?? ListQuery.largestPage
        let id = try Self.caseID(context)
        let after = try parameters["cursor"].map { try TimelineStore.Position(cursor: $0) }
        let entries = try await timeline.entries(of: id, after: after, limit: limit + 1)
        if entries.isEmpty, after == nil, try await resources.find(id.description, in: Self.collection) == nil {
            throw HTTPProblem.notFound(id.description, in: Self.collection)
        }
        let page = entries.prefix(limit)
        let shown = try await view.shown(page.map(\.json.text), to: context.principal)
        return .page(shown, next: entries.count > limit ? page.last?.position.cursor : nil)
    }

    private static func caseID(_ context: GatewayContext) throws -> UniqueID {
        let text = context.pathValues["id"] ?? ""
        guard let id = UniqueID(text) else { throw HTTPProblem.notFound(text, in: collection) }
        return id
    }
}
