import Database
import Messages
import Messaging
import OperatorKit
import TestKit
import Testing
import Vocabulary

@Suite("Outboxes, topics and inboxes are compared", .serialized, .timeLimit(.minutes(4)))
struct ReconciliationTests {
    private static let topic = CaseCancelledV1.contract.topic.name

    private func reconcile(_ services: TwoServices) async throws -> ReconciliationReport {
        var options = Reconciliation.Options()
        options.hours = 2
        options.grace = .zero
        return try await Reconciliation(access: services.access, database: services.owner, options: options).run()
    }

    @Test("given messages that were sent, published and taken, when compared, then there is no difference")
    func clean() async throws {
        let services = try await TwoServices()
        _ = try await services.exchanged(40)
        let report = try await reconcile(services)
        #expect(report.differences == [])
        #expect(report.messages == 40)
        #expect(report.buckets > 1)
        #expect(try await services.count("select lost + invented from dispatch.reconciliation") == 0)
    }

    @Test(
        "given a message that the sender calls published and the topic lacks, when compared, then it is named as lost"
    )
    func lost() async throws {
        let services = try await TwoServices()
        _ = try await services.exchanged(5)
        let id = try await services.say()[0]
        try await services.owner.pool.execute("update intake.relay_lane set snapshot = pg_current_snapshot()")
        let report = try await reconcile(services)
        let difference = try #require(report.differences.first)
        #expect(report.differences.count == 1)
        #expect(difference.kind == .lost)
        #expect(difference.service == .intake)
        #expect(difference.topic == Self.topic)
        #expect(difference.ids == [id.description])
        #expect(try await services.count("select lost from intake.reconciliation") == 1)
        #expect(report.text.contains(id.description))
    }

    @Test("given a message that is not published yet, when compared, then it is on its way and not lost")
    func underway() async throws {
        let services = try await TwoServices()
        _ = try await services.exchanged(5)
        try await services.say(3)
        let report = try await reconcile(services)
        #expect(report.isClean)
        #expect(report.underway == 3)
    }

    @Test("given a record that nobody wrote, when compared, then it is named as invented")
    func invented() async throws {
        let services = try await TwoServices()
        _ = try await services.exchanged(5)
        let id = UniqueID.version7(at: .now)
        try await forge(id, sequence: 99, on: services)
        let report = try await reconcile(services)
        #expect(report.differences.map(\.kind) == [.invented])
        #expect(report.differences.first?.ids == [id.description])
        #expect(report.differences.first?.partition == 3)
    }

    @Test("given a message whose effect is missing, when compared, then the consumer is named")
    func unapplied() async throws {
        let services = try await TwoServices()
        let ids = try await services.exchanged(8)
        try await services.owner.pool.execute("delete from dispatch.inbox where id = \(ids[4])")
        let report = try await reconcile(services)
        #expect(report.differences.map(\.kind) == [.unapplied])
        #expect(report.differences.first?.service == .dispatch)
        #expect(report.differences.first?.ids == [ids[4].description])
    }

    @Test("given something taken that is on no topic, when compared, then it is named")
    func unfounded() async throws {
        let services = try await TwoServices()
        _ = try await services.exchanged(3)
        let id = UniqueID.version7(at: .now)
        try await services.owner.pool.execute(
            "insert into dispatch.inbox (id, type, outcome) values (\(id), \(CaseCancelledV1.contract.type), 'done')"
        )
        let report = try await reconcile(services)
        #expect(report.differences.map(\.kind) == [.unfounded])
        #expect(report.differences.first?.ids == [id.description])
    }

    @Test("given messages published a second time, when compared, then they are copies and no difference")
    func copies() async throws {
        let services = try await TwoServices()
        _ = try await services.exchanged(12)
        try await services.owner.pool.execute(
            """
            insert into intake.relay_replay (topic, partition, from_sequence, requested_by)
            select topic, partition, 1, 'test' from intake.relay_sequence
            """
        )
        try await services.running {
            try await eventually(within: .seconds(60)) {
                try await services.count("select count(*) from intake.relay_replay where done_at is null") == 0
            }
        }
        let report = try await reconcile(services)
        #expect(report.differences == [])
        #expect(report.copies == 12)
    }

    @Test("given a message in quarantine, when compared, then its absence is no loss")
    func quarantined() async throws {
        let services = try await TwoServices()
        _ = try await services.exchanged(3)
        let id = try await services.say()[0]
        try await services.owner.pool.execute(
            """
            insert into intake.outbox_quarantine (seq, topic, partition, sequence, reason)
            select seq, topic, partition, 9, 'too large' from intake.outbox where event_id = \(id)
            """
        )
        try await services.owner.pool.execute("update intake.relay_lane set snapshot = pg_current_snapshot()")
        let report = try await reconcile(services)
        #expect(report.isClean)
        #expect(report.quarantined == 1)
    }

    private func forge(_ id: UniqueID, sequence: Int64, on services: TwoServices) async throws {
        let event = CaseCancelledV1(caseID: CaseID(.version7(at: .now)), reason: "never", cancelledAt: .now)
        let message = try OutboxMessage(event, id: id, origin: .init(source: .intake, time: .now))
        let producer = try KafkaProducer(services.kafka, logger: TestLog.quiet)
        let record = OutgoingRecord(
            topic: Self.topic,
            partition: 3,
            key: Array(message.key.utf8),
            value: message.payload,
            headers: message.headers.map { KafkaHeader($0.name, $0.value) }
                + [KafkaHeader("ce_sequence", String(sequence))]
        )
        _ = try await producer.produce([record])[0].get()
        await producer.purgeAndClose()
    }
}

@Suite("Digests of ids")
struct DigestTests {
    @Test("given the same ids in another order, when digested, then the digests are equal; one id less and they differ")
    func order() {
        let ids = (0..<100).map { UniqueID.version7(at: Timestamp(0), random: ($0, 0x1234_5678_9ABC * ($0 + 1))) }
        var (left, right, less) = (Digest(), Digest(), Digest())
        for id in ids { left.add(id) }
        for id in ids.reversed() { right.add(id) }
        for id in ids.dropLast() { less.add(id) }
        #expect(left == right)
        #expect(left != less)
    }

    @Test("given numbers, when they are put into a set twice, then only the first time is new")
    func sequences() {
        var set = SequenceSet()
        for number: Int64 in [1, 2, 64, 65_535, 65_536, 1 << 53] {
            let (first, second) = (set.insert(number), set.insert(number))
            #expect(first && !second)
        }
    }
}
