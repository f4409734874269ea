import HTTPTypes
import Hummingbird
import Messages
import Messaging
import ServiceKit
import Vocabulary

/// The endpoints that take commands in: one for each command contract that names a route.
struct CommandEndpoints: Sendable {
    let store: CommandStore
    let waiter: OutcomeWaiter

    func endpoints(for messages: [any Message.Type]) -> [Endpoint] {
        messages.compactMap { endpoint(for: $0) }
    }

    private func endpoint<Body: Message>(for type: Body.Type) -> Endpoint? {
        guard case .command(let route?, let roles) = Body.contract.kind else { return nil }
        let method = HTTPRequest.Method(route.method) ?? .post
        return Endpoint(method: method, path: route.path, roles: roles) { request, context in
            try await accept(type, request, context)
        }
    }

    private func accept<Body: Message>(
        _ type: Body.Type,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        _ = try ListQuery.parameters(of: request, allowed: [])
        let contract = Body.contract
        let idempotencyKey = try Self.idempotencyKey(of: request)
        let body = try CommandBody(
            await Negotiation.object(from: request),
            pathValues: context.pathValues,
            contract: contract
        )
        let command = try Body.decode(body.bytes)
        let now = Timestamp.now
        try await Failpoint.reach("gateway.accepted")
        let acceptance = try await store.accept(
            CommandStore.Request(
                contract: contract,
                sender: context.principal,
                key: command.key,
                body: body.document,
                subject: Body.dataSubject(in: body.document, from: ServiceName.gateway.source),
                correlationID: context.pathValues["caseID"].flatMap(UniqueID.init),
                trace: TraceContext.current,
                idempotencyKey: idempotencyKey,
                fingerprint: body.fingerprint(of: contract, under: store.sealer.master)
            ),
            id: .version7(at: now),
            at: now
        )
        try await Failpoint.reach("gateway.persisted")
        let seconds = Preference.wait(in: request.headers)
        switch acceptance {
        case .accepted(let id):
            guard seconds == 0 else { return await outcome(of: id, within: seconds) }
            return Self.pending(id)
        case .repeated(let id):
            if let record = try await store.find([id]).first, record.state != .accepted {
                return OutcomeAnswer.response(to: record)
            }
            return await outcome(of: id, within: seconds)
        case .keyReused:
            throw HTTPProblem.keyReused
        }
    }

    /// The outcome when it comes in time, else where to ask for it.
    private func outcome(of id: UniqueID, within seconds: Int) async -> Response {
        guard seconds > 0, let record = await waiter.outcome(of: id, within: .seconds(seconds)) else {
            return Self.pending(id)
        }
        var response = OutcomeAnswer.response(to: record)
        response.headers[.preferenceApplied] = "wait=\(seconds)"
        return response
    }

    private static func pending(_ id: UniqueID) -> Response {
        .json(
            ["id": .string(id.description), "state": "accepted"],
            status: .accepted,
            headers: [.location: location(id), .retryAfter: "1"]
        )
    }

    static func location(_ id: UniqueID) -> String { "/v1/commands/\(id)" }

    private static func idempotencyKey(of request: Request) throws -> String? {
        let values = request.headers[values: .idempotencyKey]
        guard let value = values.first else { return nil }
        // The IETF draft writes it as a quoted string; both forms are the same key.
        let key =
            value.count > 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
            ? String(value.dropFirst().dropLast()) : value
        guard values.count == 1, (1...200).contains(key.utf8.count),
            key.unicodeScalars.allSatisfy({ (0x20...0x7E).contains($0.value) })
        else {
            throw HTTPProblem.badHeader(
                "Idempotency-Key",
                "应为 1 至 200 个可见 ASCII 字符，且只出现一次",
                "must stand once and have 1 to 200 printable ASCII characters"
            )
        }
        return key
    }
}
