import Foundation
import Logging
import Messages
import Messaging
import Vocabulary

/// Erases personal data through the suite, and again after a restore.
package struct Eraser: Sendable {
    /// Whose data.
    package enum Target: Sendable, Equatable {
        case customer(UniqueID)
        case oneCase(UniqueID)
        case technician(UniqueID)
    }

    /// What an erasure came to, or would.
    package struct Report: Sendable, Equatable, Encodable {
        package let subjects: [String]
        /// Keys that were readable before it.
        package let keys: Int
        package let isDryRun: Bool
        /// The command, and with it the proof; `nil` for a dry run.
        package let erasureID: String?
    }

    private let access: SuiteAccess
    private let database: ErasureDatabase

    package init(_ access: SuiteAccess) {
        self.access = access
        database = ErasureDatabase(url: access.settings.databaseURL)
    }

    package func close() async { await database.close() }

    /// The customer file of a contact, as intake derives it.
    package static func customerID(of text: String, under master: MasterKeyring) -> UniqueID? {
        let kinds: [ContactText] = text.contains("@") ? [.email] : [.phone, .name]
        for kind in kinds {
            if let mark = master.mark(kind, text) {
                return CommandID.derived("customer-file", from: "\(kind):\(mark)").value
            }
        }
        return nil
    }

    package func run(_ target: Target, reason: String, isDryRun: Bool, within limit: Duration) async throws -> Report {
        let subjects = try await subjects(of: target)
        let before = try await database.remaining(of: subjects)
        let names = subjects.map(\.description)
        guard !isDryRun else { return Report(subjects: names, keys: before.keys, isDryRun: true, erasureID: nil) }
        let answer = try await access.gateway.post(
            "/v1/erasures",
            Self.body(target, reason),
            as: .dataProtection,
            idempotencyKey: UniqueID.version7(at: .now).description
        )
        guard let id = answer["id"]?.stringValue.flatMap({ CommandID($0) }) else {
            throw OperatorError("The gateway gave no command id.")
        }
        try await wait(for: id, subjects, within: limit)
        return Report(subjects: names, keys: before.keys, isDryRun: false, erasureID: id.description)
    }

    private func subjects(of target: Target) async throws -> [UniqueID] {
        switch target {
        case .oneCase(let id), .technician(let id): return [id]
        case .customer(let id):
            let cases = try await database.cases(ofCustomer: id)
            guard !cases.isEmpty else {
                throw OperatorError("There is no customer file \(id) with a case; look for it with --find.")
            }
            return cases
        }
    }

    private static func body(_ target: Target, _ reason: String) -> JSONValue {
        switch target {
        case .customer(let id): ["customerID": .string(id.description), "reason": .string(reason)]
        case .oneCase(let id): ["caseID": .string(id.description), "reason": .string(reason)]
        case .technician(let id): ["technicianID": .string(id.description), "reason": .string(reason)]
        }
    }

    /// Until the command has ended and every service has destroyed its keys.
    private func wait(for id: CommandID, _ subjects: [UniqueID], within limit: Duration) async throws {
        let end = ContinuousClock.now + limit
        var left = ServiceName.allCases.map(\.rawValue)
        while ContinuousClock.now < end {
            if let outcome = try await access.gateway.outcomes(of: [id]).first {
                if let rejection = outcome.rejection { throw OperatorError("Refused: \(rejection)") }
                let state = try await database.remaining(of: subjects)
                left = state.places
                if left.isEmpty, state.keys == 0 { return }
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw OperatorError(
            "The erasure \(id) was ordered, but these services have not confirmed it within \(limit): "
                + "\(left.joined(separator: ", ")). It goes on; look again with --reapply --dry-run."
        )
    }

    /// Applies every erasure that any schema or the log of erasures knows of to all schemas.
    ///
    /// - Returns: the subjects, and how many keys a restored dump had brought back.
    package func reapply(isDryRun: Bool) async throws -> Report {
        let subjects = try await database.erasedSubjects().union(loggedSubjects())
        let names = subjects.sorted().map(\.description)
        let keys =
            isDryRun ? try await database.remaining(of: subjects.sorted()).keys : try await database.erase(subjects)
        return Report(subjects: names, keys: keys, isDryRun: isDryRun, erasureID: nil)
    }

    /// What the compacted topic of erasures holds.
    private func loggedSubjects() async throws -> Set<UniqueID> {
        var logger = Logger(label: "erase")
        logger.logLevel = .critical
        let reader = try KafkaReader(access.kafka, logger: logger)
        var subjects: Set<UniqueID> = []
        do {
            try await reader.readAll(Topic.erasures.name) { records in
                for record in records {
                    guard let value = record.value, let erasure = try? PersonalDataErasedV1.decode(value) else {
                        continue
                    }
                    subjects.formUnion(erasure.subjects)
                }
            }
        } catch {
            await reader.close()
            throw error
        }
        await reader.close()
        return subjects
    }
}
