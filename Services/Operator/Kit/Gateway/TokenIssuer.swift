import Foundation
import JWTKit
import Messages

/// Issues bearer tokens for local use, signed with the secret that the local gateway knows.
package struct TokenIssuer: Sendable {
    private struct Claims: JWTPayload {
        let sub: SubjectClaim
        let roles: [String]
        let iat: IssuedAtClaim
        let exp: ExpirationClaim
        let iss: IssuerClaim
        let aud: AudienceClaim

        func verify(using algorithm: some JWTAlgorithm) throws {
            try exp.verifyNotExpired()
        }
    }

    private let keys: JWTKeyCollection

    /// - Parameter secret: key of HMAC-SHA-256.
    package init(secret: String) async {
        keys = await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
    }

    /// The secret from the environment, else the one of the local suite.
    package static func local(_ directory: StateDirectory, environment: [String: String]) async throws -> TokenIssuer {
        if let secret = environment["AFTERCARE_JWT_SECRET"], !secret.isEmpty {
            return await TokenIssuer(secret: secret)
        }
        let file = environment["AFTERCARE_JWT_SECRET_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        let path = file ?? directory.secret("jwt")
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw OperatorError(
                "No secret to sign with at \(path). Start the suite with `aftercare up`, or set AFTERCARE_JWT_SECRET "
                    + "to the gateway's."
            )
        }
        return await TokenIssuer(secret: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    package func token(subject: String, roles: [Role], lifetime: Duration) async throws -> String {
        let now = Date()
        let claims = Claims(
            sub: SubjectClaim(value: subject),
            roles: roles.map(\.rawValue),
            iat: IssuedAtClaim(value: now),
            exp: ExpirationClaim(value: now.addingTimeInterval(Double(lifetime.components.seconds))),
            iss: "aftercare",
            aud: AudienceClaim(value: ["aftercare"])
        )
        return try await keys.sign(claims)
    }
}
