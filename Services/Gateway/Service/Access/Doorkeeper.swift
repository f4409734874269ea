import Hummingbird
import JWTKit
import Messages
import Messaging
import Vocabulary

/// Who may come in: reads the bearer token, and lets through only whom the route names.
struct Doorkeeper: Sendable {
    private let keys: JWTKeyCollection

    /// - Parameter secret: key of HMAC-SHA-256, at least 32 bytes.
    init(secret: String) async {
        keys = await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
    }

    /// The sender, when one of the roles is theirs; an administrator may do everything.
    func admit(_ request: Request, roles: [Role]) async throws -> Principal {
        let principal = try await principal(of: request)
        guard principal.holds(anyOf: roles) else { throw HTTPProblem.forbidden(needed: roles) }
        return principal
    }

    private func principal(of request: Request) async throws -> Principal {
        let headers = request.headers[values: .authorization]
        guard headers.count == 1, let header = headers.first else {
            throw HTTPProblem.unauthenticated(
                Bilingual(
                    zh: "请在 Authorization 头中提供 Bearer 令牌（aftercare token）",
                    en: "Send a bearer token in the Authorization header (aftercare token issues one)."
                )
            )
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 8192,
            let token = try? await keys.verify(String(parts[1]), as: Token.self)
        else {
            throw HTTPProblem.unauthenticated(
                Bilingual(zh: "令牌无效或已过期，请重新获取", en: "The token is not valid or has expired; get a new one."),
                challenge: "Bearer realm=\"aftercare\", error=\"invalid_token\""
            )
        }
        let known = Set(Role.allCases.map(\.rawValue))
        return Principal(subject: token.sub.value, roles: token.roles.filter(known.contains))
    }
}

extension Principal {
    func holds(anyOf wanted: [Role]) -> Bool {
        roles.contains(Role.admin.rawValue) || wanted.contains { roles.contains($0.rawValue) }
    }
}

extension [Role] {
    /// Everyone who works in the service; customers send, but do not list.
    static let staff = Role.allCases.filter { $0 != .customer }
    static let everyone = Role.allCases
}
