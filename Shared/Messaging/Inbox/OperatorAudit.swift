import Database
import Messages
import Synchronization
import Vocabulary

/// One change by a person, as it goes into the append-only table; number, time and digests are made there.
struct AuditLine: Sendable {
    let `operator`: String
    let action: String
    let target: String
    let reason: String
    let beforeDigest: String?
    let afterDigest: String?
    let details: JSONValue

    func append(in transaction: borrowing Transaction) async throws {
        try await transaction.execute(
            """
            insert into operator_audit (operator, action, target, reason, before_digest, after_digest, details)
            values (\(self.operator), \(action), \(target), \(reason), \(beforeDigest), \(afterDigest),
                \(JSONText(details.text)))
            """
        )
    }
}

/// A line of the audit as it is read.
package struct AuditEntry: Sendable, Equatable {
    package let number: Int64
    package let at: Timestamp
    package let `operator`: String
    package let action: String
    package let target: String
    package let reason: String
    package let beforeDigest: String?
    package let afterDigest: String?
    package let hash: String
}

extension ParkingDesk {
    /// The newest lines first.
    package func auditLines(limit: Int) async throws -> [AuditEntry] {
        try await pool.query(
            """
            select number, at, operator, action, target, reason, before_digest, after_digest, hash
            from operator_audit order by number desc limit \(limit)
            """
        ).map { row in
            AuditEntry(
                number: try row.decode("number"),
                at: try row.decode("at"),
                operator: try row.decode("operator"),
                action: try row.decode("action"),
                target: try row.decode("target"),
                reason: try row.decode("reason"),
                beforeDigest: try row.decode("before_digest", as: String?.self),
                afterDigest: try row.decode("after_digest", as: String?.self),
                hash: try row.decode("hash")
            )
        }
    }

    /// What the chain of digests shows.
    package struct AuditState: Sendable, Equatable {
        package let lines: Int64
        /// The first line that was changed, or behind which one is missing.
        package let firstBroken: Int64?
        /// Digest of the last line; noted elsewhere, it also shows when the last lines are taken away.
        package let head: String
    }

    /// Computes every digest anew, without the function that wrote them.
    package func verifyAudit() async throws -> AuditState {
        let rows = try await pool.query(
            """
            with line as (
                select number, hash,
                    number = row_number() over (order by number)
                    and previous_hash = coalesce(lag(hash) over (order by number), '')
                    and hash = encode(sha256(convert_to(jsonb_build_array(number, extract(epoch from at), operator,
                        action, target, reason, before_digest, after_digest, details, previous_hash)::text, 'UTF8')),
                        'hex') as is_right
                from operator_audit
            )
            select count(*) as lines, min(number) filter (where not is_right) as broken,
                coalesce((select hash from line order by number desc limit 1), '') as head
            from line
            """
        )
        guard let row = rows.first else { return AuditState(lines: 0, firstBroken: nil, head: "") }
        return AuditState(
            lines: try row.decode("lines"),
            firstBroken: try row.decode("broken", as: Int64?.self),
            head: try row.decode("head")
        )
    }

    /// Notes that somebody looked at what is otherwise hidden.
    package func noteReveal(of id: DeskID, reason: String) async throws {
        _ = try await change { transaction in
            try await audit("reveal", id, reason: reason, in: transaction)
            return ""
        }
    }
}

/// Carries a text out of a transaction that may be taken back.
final class Told: Sendable {
    private let value = Mutex("")

    var text: String { value.withLock { $0 } }

    func set(_ text: String) { value.withLock { $0 = text } }
}
