import Crypto
import Database
import Messages
import Vocabulary

/// What a person does about messages of one service that are parked, and about bytes that are no message.
///
/// Every change takes the same locks as a retry and is one transaction with its line in `operator_audit`; the service's
/// own `ParkedLanes` does the handling. It works as the service's runtime role, which may add to the audit and not more.
package struct ParkingDesk: Sendable {
    package let service: ServiceName
    let pool: ConnectionPool
    let author: Author
    /// Reads against the whole catalogue: what a service of this build would say of a record.
    let reader: MessageReader

    /// Who acts, and whether it counts.
    package struct Author: Sendable {
        package let name: String
        /// Everything is checked and tried, then taken back.
        package let isDryRun: Bool

        package init(name: String, isDryRun: Bool = false) {
            self.name = name
            self.isDryRun = isDryRun
        }
    }

    /// How often one message may be sent on its way again.
    package static let replayLimit = 10

    package init(service: ServiceName, pool: ConnectionPool, author: Author) {
        self.service = service
        self.pool = pool
        self.author = author
        reader = MessageReader(Catalogue.all.map { HandlerRegistration.reading($0) })
    }

    /// Runs a change in one transaction; a dry run is taken back at its end.
    func change(
        _ body: @Sendable (borrowing Transaction) async throws -> String
    ) async throws -> String {
        let told = Told()
        do {
            try await pool.withTransaction { transaction in
                told.set(try await body(transaction))
                if author.isDryRun { throw TakenBack() }
            }
        } catch is TakenBack {}
        return told.text
    }

    func audit(
        _ action: String,
        _ id: DeskID,
        reason: String,
        before: IncomingRecord? = nil,
        after: IncomingRecord? = nil,
        details: JSONValue = .object([]),
        in transaction: borrowing Transaction
    ) async throws {
        let line = AuditLine(
            operator: author.name,
            action: action,
            target: id.description,
            reason: reason,
            beforeDigest: before?.digest,
            afterDigest: after?.digest,
            details: details
        )
        try await line.append(in: transaction)
    }
}

/// A wish that cannot be fulfilled, with what to do instead.
package struct DeskError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

private struct TakenBack: Error {}

/// Names a parked message (`dispatch-p12`) or a dead letter (`dispatch-l7`).
package struct DeskID: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case parked = "p"
        case letter = "l"
    }

    package let service: ServiceName
    package let kind: Kind
    package let number: Int64

    package init(service: ServiceName, kind: Kind, number: Int64) {
        self.service = service
        self.kind = kind
        self.number = number
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let service = ServiceName(rawValue: String(parts[0])),
            let kind = Kind(rawValue: String(parts[1].prefix(1))), let number = Int64(parts[1].dropFirst())
        else { return nil }
        self.init(service: service, kind: kind, number: number)
    }

    package var description: String { "\(service.rawValue)-\(kind.rawValue)\(number)" }
}

extension IncomingRecord {
    /// SHA-256 over key, headers and value, in hexadecimal.
    package var digest: String {
        let parts: [[UInt8]] = [key ?? [], Array(headersDocument.text.utf8), value ?? []]
        var hash = SHA256()
        for part in parts {
            hash.update(data: Array("\(part.count):".utf8))
            hash.update(data: part)
        }
        return hash.finalize().map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }

    func with(value: [UInt8]?, headers: [KafkaHeader]) -> IncomingRecord {
        IncomingRecord(
            topic: topic,
            partition: partition,
            offset: offset,
            key: key,
            value: value,
            headers: headers,
            timestamp: timestamp
        )
    }
}

extension HandlerRegistration {
    /// Reads a message and does nothing with it.
    fileprivate static func reading<Body: Message>(_: Body.Type) -> HandlerRegistration { .on(Reading<Body>()) }
}

private struct Reading<Body: Message>: MessageHandler {
    func needs(_ message: Envelope<Body>) -> Needs { .none }
    func handle(_ message: Envelope<Body>, in work: inout Workspace) throws {}
}
