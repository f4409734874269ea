import AsyncHTTPClient
import Foundation
import HTTPTypes
import Messages
import NIOCore
import NIOHTTP1

/// The HTTP API as the operator's commands use it: patient with a suite that is being restarted.
package struct GatewayClient: Sendable {
    /// An answer that is not a success.
    package struct Refused: Error, Equatable, CustomStringConvertible {
        package let status: Int
        package let problem: JSONValue

        /// The problem's stable code: the last part of its type.
        package var code: String {
            problem["type"]?.stringValue?.split(separator: ":").last.map(String.init) ?? "status-\(status)"
        }

        package var description: String {
            "\(code): \(problem["detail"]?.stringValue ?? problem["title"]?.stringValue ?? "HTTP status \(status)")"
        }
    }

    /// How long a silent gateway is waited for before the command gives up.
    package static let patience = Duration.seconds(120)

    private let base: String
    private let tokens: [Role: String]

    package init(base: String, issuer: TokenIssuer, subject: String) async throws {
        self.base = base
        var tokens: [Role: String] = [:]
        for role in Role.allCases {
            tokens[role] = try await issuer.token(
                subject: "\(subject)-\(role.rawValue)",
                roles: [role],
                lifetime: .seconds(86_400)
            )
        }
        self.tokens = tokens
    }

    package func get(_ path: String, as role: Role) async throws -> JSONValue {
        try await send(.GET, path, role, body: nil, idempotencyKey: nil)
    }

    /// Sends a command or a query with a body.
    ///
    /// - Parameter idempotencyKey: the same key and body again are the same command, however often they are sent.
    package func post(
        _ path: String,
        _ body: JSONValue,
        as role: Role,
        idempotencyKey: String? = nil
    ) async throws -> JSONValue {
        try await send(.POST, path, role, body: body.bytes, idempotencyKey: idempotencyKey)
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        _ role: Role,
        body: [UInt8]?,
        idempotencyKey: String?
    ) async throws -> JSONValue {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(tokens[role] ?? "")")
        request.headers.add(name: "Accept", value: "application/json")
        if let idempotencyKey { request.headers.add(name: "Idempotency-Key", value: idempotencyKey) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body)
        }
        let end = ContinuousClock.now + Self.patience
        var pause = Duration.milliseconds(100)
        while true {
            let failure: String
            switch await attempt(request) {
            case .success(let answer) where answer.isFinal: return try answer.value()
            case .success(let answer): failure = "HTTP status \(answer.status)"
            case .failure(let error): failure = String(describing: error)
            }
            try Task.checkCancellation()
            guard ContinuousClock.now < end else {
                throw OperatorError("The gateway at \(base) gives no answer (\(failure)); waited \(Self.patience).")
            }
            try await Task.sleep(for: pause * Double.random(in: 0.5...1.5))
            pause = min(pause * 2, .seconds(3))
        }
    }

    private struct Answer {
        let status: Int
        let body: [UInt8]

        /// Not worth asking again.
        var isFinal: Bool { status < 500 && status != 429 && status != 408 }

        func value() throws -> JSONValue {
            let document = (try? JSONParser.parse(body)) ?? .object([])
            guard (200..<300).contains(status) else { throw Refused(status: status, problem: document) }
            return document
        }
    }

    private func attempt(_ request: HTTPClientRequest) async -> Result<Answer, any Error> {
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            let body = try await response.body.collect(upTo: 32 * 1024 * 1024)
            return .success(Answer(status: Int(response.status.code), body: Array(body.readableBytesView)))
        } catch {
            return .failure(error)
        }
    }
}
