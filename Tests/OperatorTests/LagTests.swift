import Database
import Messages
import Messaging
import OperatorKit
import TestKit
import Testing
import Vocabulary

@Suite("How far services are behind", .serialized, .timeLimit(.minutes(3)))
struct LagTests {
    @Test("given messages that nobody has read, when lag is shown, then it counts them, their age and the place")
    func behind() async throws {
        let services = try await TwoServices()
        _ = try await services.exchanged(3)
        try await services.running(listening: false) {
            try await services.say(5)
            try await eventually(within: .seconds(60)) { try await services.unpublished() == 0 }
        }
        let probe = LagProbe(database: services.owner, kafka: services.kafka)
        let lags = try await probe.read(of: [.dispatch])
        let behind = lags.filter { $0.messages > 0 }
        #expect(behind.reduce(0) { $0 + $1.messages } == 5)
        #expect(behind.allSatisfy { $0.partition.topic == CaseCancelledV1.contract.topic.name && $0.age != nil })
        #expect(lags.allSatisfy { !$0.hasGap })
        let report = LagReport(lags)
        #expect(report.exceeds(4))
        #expect(!report.exceeds(5))
        #expect(report.text(everything: false).contains(CaseCancelledV1.contract.topic.name))
        #expect(report.json["services"]?.text.contains("\"messages\":5") == true)
    }

    @Test("given services at work, when lag is shown, then nobody is behind and each partition names its reader")
    func owners() async throws {
        let services = try await TwoServices()
        try await services.running {
            try await services.say(3)
            try await eventually(within: .seconds(60)) { try await services.taken() == 3 }
            let probe = LagProbe(database: services.owner, kafka: services.kafka)
            let lags = try await probe.read()
            let topic = CaseCancelledV1.contract.topic.name
            #expect(lags.filter { $0.service == .dispatch && $0.partition.topic == topic }.count == 12)
            #expect(lags.filter { $0.service == .dispatch }.allSatisfy { $0.owner == "dispatch-1" })
            #expect(!LagReport(lags).exceeds(0))
        }
    }

    @Test("given a gap, when lag is shown, then it is named and any limit is exceeded")
    func gap() async throws {
        let services = try await TwoServices()
        _ = try await services.exchanged(1)
        try await services.owner.pool.execute("update dispatch.consumer_sequence set gap_sequence = next_sequence + 5")
        let lags = try await LagProbe(database: services.owner, kafka: services.kafka).read(of: [.dispatch])
        #expect(lags.filter(\.hasGap).count == 1)
        #expect(LagReport(lags).exceeds(1_000_000))
    }
}

@Suite("What status tells of the runtime", .serialized, .timeLimit(.minutes(3)))
struct RuntimeStatusTests {
    @Test("given parked keys, dead letters, an old timer and something unpublished, when asked, then status tells each")
    func tells() async throws {
        let services = try await TwoServices()
        try await services.say()
        for statement in Self.troubles { try await services.owner.pool.execute(statement) }
        let all = try await RuntimeStatusProbe(services.owner).read()
        let intake = try #require(all.first { $0.service == .intake })
        let dispatch = try #require(all.first { $0.service == .dispatch })
        #expect(intake.oldestUnpublished != nil)
        #expect(intake.lanes.count == 4)
        #expect(dispatch.oldestUnpublished == nil)
        #expect(dispatch.parkedWaiting == 1)
        #expect(dispatch.parkedDead == 1)
        #expect((dispatch.oldestParked ?? .zero) >= .hours(1))
        #expect(dispatch.deadLetters == 1)
        #expect(dispatch.timersPending == 1)
        #expect((dispatch.timerOverdue ?? .zero) >= .hours(2))
        let report = StatusReport(all)
        #expect(report.text.contains("挂起"))
        #expect(report.json.text.contains("\"parkedDead\":1"))
    }

    @Test("given a relay at work, when asked, then each lane names its holder and how long the lease lasts")
    func lanes() async throws {
        let services = try await TwoServices()
        try await services.running(listening: false) {
            try await services.say()
            try await eventually(within: .seconds(60)) { try await services.unpublished() == 0 }
            let intake = try await RuntimeStatusProbe(services.owner).read().first { $0.service == .intake }
            #expect(intake?.lanes.allSatisfy { $0.owner == "intake-1" && ($0.expiresIn ?? .zero) > .zero } == true)
        }
    }

    private static let troubles: [Query] = [
        """
        insert into dispatch.parked_lane (key, state, reason, attempts, next_attempt_at, parked_at)
        values ('a', 'waiting', 'later', 1, now(), now() - interval '1 hour'), ('b', 'dead', 'never', 20, now(), now())
        """,
        """
        insert into dispatch.dead_letter (cluster_id, topic, partition, log_offset, headers, code, reason)
        values ('c', 't', 0, 1, '[]', 'x', 'y')
        """,
        """
        insert into dispatch.timer (owner, kind, generation, due_at, state)
        values ('a', 'remind', 1, now() - interval '2 hours', 'pending')
        """,
    ]
}
