import Database
import Messages
import Messaging
import NotificationsDomain
import NotificationsService
import TestKit
import Testing
import Vocabulary

@Suite("Notifications tell the customer each stage once", .timeLimit(.minutes(2)))
struct NotificationProcessTests {
    @Test(
        "NO-13 NO-32 BX-08: given a known customer, when a visit is scheduled, then it is told once, in both languages"
    )
    func tells() async throws {
        let notifications = try await makeNotifications()
        try await notifications.send(Fixture.registered())
        try await notifications.send(Fixture.scheduled())
        let worker = notifications.worker()
        #expect(try await worker.deliverDue() == 1)
        #expect(try await worker.deliverDue() == 0)
        let delivered = try await notifications.sent(NotificationDeliveredV1.self)
        #expect(delivered.map(\.stage) == ["visit-scheduled"])
        #expect(delivered.map(\.channel) == [.log])
        #expect(delivered.map(\.language) == [.chinese])
        let text = try #require(try await notifications.deliveredTexts().first)
        #expect(text.contains("王芳，您好！服务单 AS-20241004-000042 已安排上门：工程师 李强"))
        #expect(text.contains("Dear 王芳, for your case AS-20241004-000042 our technician 李强 will visit you"))
        #expect(text.contains("2027-01-15 16:00–17:30"))
        #expect(text.contains("售后服务中心"))
        let states = try await notifications.sent(NotificationStateV1.self)
        #expect(states.map(\.status) == [.pending, .delivered])
        #expect(states.map(\.version) == [1, 2])
        #expect(Set(states.map(\.id)) == Set(delivered.map(\.notificationID)))
    }

    @Test("given a stage that is heard of before its case, then it waits for the contact and is told in order")
    func holds() async throws {
        let notifications = try await makeNotifications()
        try await notifications.send(Fixture.scheduled())
        try await notifications.send(Fixture.closed())
        #expect(try await notifications.worker().deliverDue() == 0)
        try await notifications.send(Fixture.registered(customer: Fixture.customer(language: .english)))
        #expect(try await notifications.worker().deliverDue() == 2)
        let states = try await notifications.sent(NotificationStateV1.self).filter { $0.status == .pending }
        #expect(states.map(\.stage) == ["visit-scheduled", "case-closed"])
        #expect(states.allSatisfy { $0.language == .english })
        #expect(states.first?.body?.wireText.hasPrefix("Dear 王芳") == true)
    }

    @Test("NO-01: given a variable without a value, then nothing is sent and the failure is told with its name")
    func missingVariable() async throws {
        let notifications = try await makeNotifications()
        try await notifications.send(Fixture.registered())
        try await notifications.send(Fixture.waiting(for: []))
        #expect(try await notifications.worker().deliverDue() == 0)
        let failed = try #require(try await notifications.sent(NotificationFailedV1.self).first)
        #expect(failed.reason.hasPrefix("missing-variable"))
        #expect(failed.reason.contains("parts"))
        #expect(try await notifications.attempts() == ["failed"])
        #expect(try await notifications.sent(NotificationStateV1.self).map(\.status) == [.failed])
    }

    @Test("BX-08: given an event that comes twice, then there is one notification for it")
    func redelivery() async throws {
        let notifications = try await makeNotifications()
        try await notifications.send(Fixture.registered())
        let record = try notifications.record(of: Fixture.scheduled())
        try await notifications.deliver([record])
        try await notifications.deliver([record])
        _ = try await notifications.worker().deliverDue()
        #expect(try await notifications.attempts() == ["delivered"])
    }

    @Test("BX-08: given many notifications and several workers at once, then each is delivered by one of them")
    func manyWorkers() async throws {
        let notifications = try await makeNotifications()
        var records: [IncomingRecord] = []
        for number in 1...60 {
            let caseID = CaseID(UniqueID(high: 0x3000, low: UInt64(number)))
            records.append(try notifications.record(of: Fixture.registered(caseID)))
            records.append(try notifications.record(of: Fixture.scheduled(caseID)))
        }
        try await notifications.deliver(records)
        let taken = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...4 { group.addTask { try await notifications.worker(SmallBatches()).deliverAll() } }
            return try await group.reduce(0, +)
        }
        #expect(taken == 60)
        #expect(try await notifications.attempts().count == 60)
        #expect(Set(try await notifications.sent(NotificationDeliveredV1.self).map(\.notificationID)).count == 60)
        #expect(try await notifications.pool.query("select 1 from delivery_task").isEmpty)
    }

    @Test("given a worker that died with its tasks, when their time is over, then another one delivers them")
    func takesOver() async throws {
        let notifications = try await makeNotifications()
        try await notifications.send(Fixture.registered())
        try await notifications.send(Fixture.scheduled())
        try await notifications.pool.execute("update delivery_task set due_at = now() + interval '60 seconds'")
        #expect(try await notifications.worker().deliverDue() == 0)
        try await notifications.hurry()
        #expect(try await notifications.worker().deliverDue() == 1)
    }
}

/// The log, a few at a time, so that several workers share the work.
private struct SmallBatches: DeliveryChannel {
    private let log = LogChannel()
    let batchSize = 5

    var name: NotificationsDomain.Channel { log.name }
    var lease: Duration { log.lease }

    func deliver(_ notification: CustomerNotification) async -> DeliveryCommand {
        await log.deliver(notification)
    }
}

extension DeliveryWorker {
    fileprivate func deliverAll() async throws -> Int {
        var total = 0
        while case let taken = try await deliverDue(), taken > 0 { total += taken }
        return total
    }
}
