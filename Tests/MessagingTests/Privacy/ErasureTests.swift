import Database
import Messages
import Messaging
import Synchronization
import TestKit
import Testing
import Vocabulary

/// A service that takes personal values in and passes them on.
@Suite("Personal values in a service", .serialized, .timeLimit(.minutes(2)))
struct ErasureTests {
    private static let canary = "Canary-7f3a"
    private static let caseID = CaseID(UniqueID(high: 0x0190_0000_0000_7000, low: 7))

    private static let complaint = FileComplaintV1(
        caseID: caseID,
        object: "visit",
        demand: "an answer",
        facts: Personal(canary),
        channel: .phone,
        urgency: .normal,
        customer: Customer(name: Personal(canary), phone: Personal("13\(canary)8000"), language: .english)
    )

    private static let acknowledgement = AcknowledgeComplaintV1(
        caseID: caseID,
        complaintID: ComplaintID(UniqueID(high: 1, low: 2)),
        owner: "li",
        note: Personal(canary)
    )

    private static let erasure = PersonalDataErasedV1(
        erasureID: UniqueID(high: 1, low: 3),
        subjects: [caseID.value],
        reason: "asked for",
        erasedBy: "officer",
        erasedAt: Timestamp(0)
    )

    private func makeService() async throws -> ServiceHarness {
        try await ServiceHarness(
            service: .complaints,
            migrations: [],
            handlers: [.on(PassesFactsOn()), .on(WaitsForFacts()), .subjectKeys]
        )
    }

    @Test("given a plain command of a partner, when it was handled, then no table holds a plain value of it")
    func sealsAtTheDoor() async throws {
        let service = try await makeService()
        #expect(try await service.deliver([try service.partnerRecord(of: Self.complaint)]).done == 1)
        let text = try await service.tableTexts()
        #expect(text.contains("complaint-reopened") && text.contains(SealedToken.opening))
        #expect(!text.contains(Self.canary))
        #expect(try await service.sent(ComplaintReopenedV1.self).map(\.note) == [Personal(Self.canary)])
        #expect(try await service.sent(SubjectKeyV1.self).map(\.subject) == [Self.caseID.value])
    }

    @Test("given a plain command that has to wait, then it waits sealed and is handled later")
    func parksSealed() async throws {
        let service = try await makeService()
        let structured = try service.partnerRecord(of: Self.acknowledgement, isStructured: true)
        #expect(try await service.deliver([structured]).parked == 1)
        #expect(!(try await service.tableTexts()).contains(Self.canary))
        #expect(try await service.retryParked() == 1)
        #expect(try await service.pool.query("select 1 from parked_message").isEmpty)
    }

    @Test("given somebody's token in a partner's command, then it is refused: nobody gets it read to them")
    func strangersToken() async throws {
        let service = try await makeService()
        try await service.send(Self.complaint)
        let key = try SubjectKey(for: Self.caseID.value, under: TestKeys.master)
        let stolen = AcknowledgeComplaintV1(
            caseID: Self.caseID,
            complaintID: Self.acknowledgement.complaintID,
            owner: "li",
            note: Personal(wire: try key.seal("somebody else"))
        )
        #expect(try await service.deliver([try service.partnerRecord(of: stolen)]).rejected == 1)
    }

    @Test("given a plain value in an event that a service would send, then it is not sent")
    func refusesToSend() throws {
        #expect(throws: HandlingFailure.self) {
            try OutboxMessage(
                Self.acknowledgement,
                id: .version7(at: .now),
                origin: OutboxMessage.Origin(source: .complaints, time: .now)
            )
        }
    }

    @Test("given an erasure, then keys are gone here and from the outbox, in place, and every other service is told")
    func erases() async throws {
        let service = try await makeService()
        try await service.send(Self.complaint)
        let rows = try await service.outboxPlaces()
        try await service.send(Self.erasure, from: .intake)
        #expect(try await service.sent(ComplaintReopenedV1.self).map { $0.note?.wireText } == [Revealer.erased])
        let keys = try await service.sent(SubjectKeyV1.self)
        #expect(keys.count == 2 && keys.allSatisfy { $0.wrapped == nil })
        #expect(Set(keys.map(\.keyID)).count == 1)
        #expect(try await Array(service.outboxPlaces().prefix(rows.count)) == rows)
        #expect(try await service.pool.query("select 1 from subject_key where wrapped is not null").isEmpty)
        #expect(try await service.send(Self.erasure, from: .intake).done == 1)
        #expect(try await service.sent(SubjectKeyV1.self).count == 2)
    }

    @Test("given an erased subject, when an old key or a plain message of it comes again, then nothing can be read")
    func staysErased() async throws {
        let service = try await makeService()
        let key = try SubjectKey(for: Self.caseID.value, under: TestKeys.master)
        let issued = key.message
        try await service.send(issued, from: .gateway)
        let text = try key.seal(Self.canary)
        #expect(try await service.revealer.reveal([text]).texts == [Self.canary])
        try await service.send(Self.erasure, from: .intake)
        try await service.send(issued, from: .gateway)
        #expect(try await service.revealer.reveal([text]).texts == [Revealer.erased])
        let other = try SubjectKey(for: Self.caseID.value, under: TestKeys.master)
        try await service.send(other.message, from: .gateway)
        let late = try await service.revealer.reveal([try other.seal(Self.canary)])
        #expect(late.texts == [Revealer.erased] && late.hasErased)
        try await service.send(Self.complaint)
        #expect(try await service.sent(SubjectKeyV1.self).isEmpty)
        #expect(!(try await service.sent(ComplaintReopenedV1.self)).contains { $0.note?.wireText == Self.canary })
    }
}

/// Tells what was filed.
private struct PassesFactsOn: MessageHandler {
    func needs(_ message: Envelope<FileComplaintV1>) -> Needs { .none }

    func handle(_ message: Envelope<FileComplaintV1>, in work: inout Workspace) throws {
        try work.emit(
            ComplaintReopenedV1(
                caseID: message.body.caseID,
                complaintID: ComplaintID(message.id),
                owner: "li",
                note: message.body.facts,
                reopenedAt: work.now,
                handlingDue: work.now
            )
        )
    }
}

/// Needs something that is not there at the first time.
private struct WaitsForFacts: MessageHandler {
    private final class Tries: Sendable { let count = Atomic<Int>(0) }
    private let tries = Tries()

    func needs(_ message: Envelope<AcknowledgeComplaintV1>) -> Needs { .none }

    func handle(_ message: Envelope<AcknowledgeComplaintV1>, in work: inout Workspace) throws {
        let number = tries.count.add(1, ordering: .relaxed).newValue
        guard number > 1 else { throw HandlingFailure.retry("the facts are not here yet") }
    }
}

extension ServiceHarness {
    /// A message as a partner sends it: plain, under a source of its own.
    fileprivate func partnerRecord(of message: some Message, isStructured: Bool = false) throws -> IncomingRecord {
        let contract = type(of: message).contract
        let attributes = [
            ("specversion", "1.0"), ("id", "p-1"), ("source", "https://partner.example"), ("type", contract.type),
        ]
        let body = try message.jsonBytes()
        var members = attributes.map { JSONValue.Member($0.0, .string($0.1)) }
        members.append(.init("data", try JSONParser.parse(body)))
        let type = isStructured ? "application/cloudevents+json" : "application/json"
        let headers = isStructured ? [] : attributes.map { KafkaHeader("ce_\($0.0)", $0.1) }
        return IncomingRecord(
            topic: contract.topic.name,
            partition: 1,
            offset: 0,
            key: Array((message.key ?? "").utf8),
            value: isStructured ? JSONValue.object(members).bytes : body,
            headers: headers + [KafkaHeader("content-type", type)]
        )
    }

    /// Number, topic, key and transaction of each row, in order.
    fileprivate func outboxPlaces() async throws -> [String] {
        try await pool.query(
            "select seq::text || ' ' || topic || ' ' || key || ' ' || xid::text as place from outbox order by seq"
        ).map { try $0.decode("place") }
    }

    /// Every table of the service as text, binary columns decoded.
    fileprivate func tableTexts() async throws -> String {
        let tables = try await pool.query(
            """
            select relname from pg_class where relkind = 'r' and relnamespace = \(service.rawValue)::regnamespace
                and relname <> 'schema_migration'
            """
        ).map { try $0.decode("relname", as: String.self) }
        var text = ""
        for table in tables {
            let rows = try await pool.query(
                """
                select row_to_json(item)::text || ' ' || coalesce((
                    select string_agg(encode(decode(substr(value, 3), 'hex'), 'escape'), ' ')
                    from jsonb_each_text(to_jsonb(item)) where value ~ '^\\\\x([0-9a-f]{2})+$'), '') as line
                from \(unsafe: table) as item
                """
            )
            for row in rows { text += try row.decode("line", as: String.self) + "\n" }
        }
        return text
    }
}
