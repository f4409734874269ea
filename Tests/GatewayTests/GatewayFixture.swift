import Database
import Foundation
import GatewayService
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JWTKit
import Messages
import Messaging
import NIOCore
import ServiceKit
import TestKit
import Testing
import Vocabulary

/// A gateway on a real database: its HTTP side, and its handlers fed as from the topics.
struct GatewayFixture: Sendable {
    static let secret = "a secret of at least thirty-two bytes"

    let harness: ServiceHarness

    init() async throws {
        harness = try await ServiceHarness(
            service: .gateway,
            migrations: GatewayWiring.migrations,
            handlers: GatewayWiring.handlers
        )
    }

    /// Runs the body against an instance of its own; several at once share the database.
    func serve<Result: Sendable>(
        _ body: @Sendable @escaping (GatewayClient) async throws -> Result
    ) async throws -> Result {
        let server = GatewayServer(
            host: "127.0.0.1",
            settings: GatewaySettings(port: 0, tokenSecret: Self.secret),
            pool: harness.pool,
            master: TestKeys.master,
            wakeUp: WakeUp(),
            logger: TestLog.quiet
        )
        return try await server.application().test(.router) { client in
            try await body(GatewayClient(client: client))
        }
    }

    func count(_ table: String) async throws -> Int {
        let rows = try await harness.pool.query("select count(*) as number from \(unsafe: table)")
        return try #require(rows.first).decode("number", as: Int.self)
    }

    static func token(
        _ subject: String = "wang",
        roles: [Role],
        expires: Date = Date(timeIntervalSinceNow: 60),
        secret: String = secret
    ) async throws -> String {
        let keys = await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        return try await keys.sign(Token(subject: subject, roles: roles.map(\.rawValue), expires: expires))
    }
}

/// Sends requests as somebody with roles and reads answers as JSON.
struct GatewayClient: Sendable {
    let client: any TestClientProtocol

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let text: String
        let body: JSONValue

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
        var id: UniqueID? { body["id"]?.stringValue.flatMap(UniqueID.init) }
        var code: String? { body["code"]?.stringValue }
        var items: [JSONValue] {
            guard case .array(let items)? = body["items"] else { return [] }
            return items
        }
        /// `pointer code` of each field fault.
        var faults: [String] {
            guard case .array(let errors)? = body["errors"] else { return [] }
            return errors.map { "\($0["pointer"]?.stringValue ?? "") \($0["code"]?.stringValue ?? "")" }
        }
    }

    func get(
        _ path: String,
        as roles: [Role]? = [.agent],
        subject: String = "wang",
        headers: [String: String] = [:]
    ) async throws -> Answer {
        try await send(.get, path, nil, as: roles, subject: subject, headers: headers)
    }

    func post(
        _ path: String,
        _ body: JSONValue,
        as roles: [Role]? = [.agent],
        subject: String = "wang",
        headers: [String: String] = [:]
    ) async throws -> Answer {
        try await send(.post, path, body.text, as: roles, subject: subject, headers: headers)
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String?,
        as roles: [Role]?,
        subject: String = "wang",
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var fields: HTTPFields = [:]
        if let roles { fields[.authorization] = "Bearer \(try await GatewayFixture.token(subject, roles: roles))" }
        if body != nil { fields[.contentType] = "application/json" }
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value.isEmpty ? nil : value }
        let answer = try await client.execute(
            uri: path,
            method: method,
            headers: fields,
            body: body.map { ByteBuffer(string: $0) }
        )
        let text = String(buffer: answer.body)
        return Answer(
            status: answer.status.code,
            headers: answer.headers,
            text: text,
            body: text.isEmpty ? .null : try JSONParser.parse(Array(text.utf8))
        )
    }
}

/// Bodies as a sender would write them.
enum Sample {
    static let request: JSONValue = [
        "channel": "phone", "contactType": "repair", "customer": ["name": "王芳", "language": "zh"],
        "product": ["category": "coffee machine"], "symptom": "漏水", "region": "SH",
    ]

    static func caseID() -> CaseID { CaseID(.version7(at: .now)) }
}
