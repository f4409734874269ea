import Database
import Messages
import Messaging
import NotificationsService
import TestKit
import Vocabulary

/// The whole notifications service on a database of its own.
func makeNotifications() async throws -> ServiceHarness {
    try await ServiceHarness(
        service: .notifications,
        migrations: NotificationsWiring.migrations,
        handlers: NotificationsWiring.handlers
    )
}

enum Fixture {
    static let caseID = CaseID(UniqueID(high: 0x1000, low: 1))
    static let workOrderID = WorkOrderID(UniqueID(high: 0x1000, low: 2))
    static let product = Product(category: "Iron", brand: "Acme")

    static func customer(email: String? = "wang@example.org", language: Wire.Language = .chinese) -> Customer {
        Customer(name: Personal("王芳"), email: email.map { Personal($0) }, language: language)
    }

    static func registered(
        _ caseID: CaseID = caseID,
        customer: Customer = customer()
    ) -> CaseRegisteredV1 {
        CaseRegisteredV1(
            caseID: caseID,
            number: CaseNumber(day: CalendarDate(daysSinceEpoch: 20_000), ordinal: 42),
            channel: .phone,
            contactType: .repair,
            customer: customer,
            product: product,
            entitlement: Entitlement(decision: .free, reason: .withinGuarantee),
            symptom: Personal("不加热"),
            region: "CN-SH",
            registeredAt: .now,
            responseDue: .now + .minutes(30)
        )
    }

    static func scheduled(_ caseID: CaseID = caseID, technician: String = "李强") -> VisitScheduledV1 {
        let start = Timestamp(1_800_000_000)
        return VisitScheduledV1(
            caseID: caseID,
            workOrderID: workOrderID,
            visitNumber: 1,
            technicianID: TechnicianID(UniqueID(high: 0x1000, low: 3)),
            technicianName: Personal(technician),
            window: TimeWindow(start: start, end: start + .minutes(90)),
            region: "CN-SH",
            scheduledAt: .now
        )
    }

    static func closed(_ caseID: CaseID = caseID) -> CaseClosedV1 {
        CaseClosedV1(
            caseID: caseID,
            number: CaseNumber(day: CalendarDate(daysSinceEpoch: 20_000), ordinal: 42),
            outcome: .repaired,
            closedAt: .now
        )
    }

    static func waiting(for lines: [PartLine]) -> WorkOrderWaitingForPartsV1 {
        WorkOrderWaitingForPartsV1(
            caseID: caseID,
            workOrderID: workOrderID,
            reservationID: ReservationID(UniqueID(high: 0x1000, low: 4)),
            lines: lines,
            since: .now
        )
    }
}

extension ServiceHarness {
    /// A worker as it runs in the service, to be driven round by round.
    func worker(_ channel: any DeliveryChannel = LogChannel()) -> DeliveryWorker {
        let runtime = MessagingRuntime(
            service: service,
            instance: "test",
            handlers: [],
            pool: pool,
            kafka: KafkaConfiguration(bootstrapServers: "127.0.0.1:1"),
            master: TestKeys.master,
            logger: TestLog.quiet
        )
        return DeliveryWorker(channel: channel, runtime: runtime, logger: TestLog.quiet)
    }

    func openMail() async throws {
        try await pool.execute("update channel set is_open = true where name = 'email'")
    }

    /// Lets tasks that wait for another attempt be due now.
    func hurry() async throws {
        try await pool.execute("update delivery_task set due_at = now()")
    }

    /// The result of every attempt, in order.
    func attempts() async throws -> [String] {
        try await pool.query("select result from delivery_log order by id").map { try $0.decode("result") }
    }

    /// What was delivered, in order, as the customer reads it.
    func deliveredTexts() async throws -> [String] {
        let rows = try await pool.query("select body from delivery_log where result = 'delivered' order by id")
        return try await revealer.reveal(rows.map { try $0.decode("body", as: String.self) }).texts
    }
}
