import Foundation
import JWTKit

/// The claims of a bearer token (RFC 7519).
package struct Token: JWTPayload {
    package static let issuer = "aftercare"
    package static let audience = "aftercare"

    package let sub: SubjectClaim
    package let roles: [String]
    package let exp: ExpirationClaim
    package let iss: IssuerClaim
    package let aud: AudienceClaim

    package init(subject: String, roles: [String], expires: Date) {
        sub = SubjectClaim(value: subject)
        self.roles = roles
        exp = ExpirationClaim(value: expires)
        iss = IssuerClaim(value: Self.issuer)
        aud = AudienceClaim(value: [Self.audience])
    }

    package func verify(using algorithm: some JWTAlgorithm) throws {
        try exp.verifyNotExpired()
        try aud.verifyIntendedAudience(includes: Self.audience)
        guard iss.value == Self.issuer else {
            throw JWTError.claimVerificationFailure(failedClaim: iss, reason: "another issuer")
        }
        guard (1...200).contains(sub.value.utf8.count), !sub.value.utf8.contains(0) else {
            throw JWTError.claimVerificationFailure(failedClaim: sub, reason: "empty or too long")
        }
    }
}
