import DispatchDomain
import Foundation
import Testing
import Vocabulary

/// Work orders in each state, reached by real commands.
enum Orders {
    static let now = at(10)
    static let reservation = ReservationID(UniqueID(high: 3, low: 1))
    static let lines = [PartNeed(sku: "PUMP-7", quantity: 1)]
    static let report = ServiceReport(faultFound: "seal torn", measure: "seal replaced")

    static func slot(_ technicianNumber: UInt64 = 1, hour: Int = 14) throws -> Slot {
        let roster = Roster(region: "GBR", entries: [Roster.Entry(technician: try technician(technicianNumber))])
        let found = roster.firstFreeSlot(
            for: "Lamp",
            wishedTime: at(hour),
            now: now,
            policy: .standard
        )
        guard case .found(let slot) = found else { throw WorkOrderRefusal.noVisitScheduled }
        return slot
    }

    static func order(after commands: [WorkOrder.Command] = []) throws -> WorkOrder {
        let opened = WorkOrder(
            id: workOrderID(),
            caseID: CaseID(UniqueID(high: 2, low: 1)),
            job: WorkOrder.Job(category: "Lamp", region: "GBR", wishedTime: nil)
        )
        return try commands.reduce(opened) { order, command in
            try order.decide(command, now: now).reduce(order) { $0.applying($1) }
        }
    }

    enum Stage: String, CaseIterable, Sendable {
        case waitingForTechnician, assigned, underWay, arrived, waitingForParts, done, notRepairable, cancelled

        func order() throws -> WorkOrder {
            let visit: [WorkOrder.Command] = [.schedule(try slot()), .depart, .arrive]
            let commands: [WorkOrder.Command] =
                switch self {
                case .waitingForTechnician: []
                case .assigned: Array(visit.prefix(1))
                case .underWay: Array(visit.prefix(2))
                case .arrived: visit
                case .waitingForParts: visit + [.waitForParts(lines, reservationID: reservation)]
                case .done: visit + [.complete(report)]
                case .notRepairable: visit + [.reportNotRepairable(finding: "burnt out")]
                case .cancelled: [.cancel(reason: "called off")]
                }
            return try Orders.order(after: commands)
        }
    }
}

@Suite("Work order (DI-13)")
struct WorkOrderTests {
    typealias Answer = Result<[WorkOrder.Event], WorkOrderRefusal>

    private func answer(_ order: WorkOrder, _ command: WorkOrder.Command) -> Answer {
        do throws(WorkOrderRefusal) {
            return .success(try order.decide(command, now: Orders.now))
        } catch {
            return .failure(error)
        }
    }

    /// Checks one command against every state, in the order of `Stage.allCases`.
    private func expect(
        _ command: WorkOrder.Command,
        _ answers: [Answer],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(answers.count == Orders.Stage.allCases.count, sourceLocation: sourceLocation)
        for (stage, expected) in zip(Orders.Stage.allCases, answers) {
            #expect(answer(try stage.order(), command) == expected, "\(stage)", sourceLocation: sourceLocation)
        }
    }

    private let ended: [Answer] = [
        .failure(.alreadyDone), .failure(.alreadyNotRepairable), .failure(.alreadyCancelled),
    ]

    @Test("given every state, when a slot was found, then only a waiting order takes it")
    func schedule() throws {
        let slot = try Orders.slot()
        let visit = Visit(number: 1, slot: slot)
        try expect(
            .schedule(slot),
            [
                .success([.visitScheduled(visit)]), .success([]), .failure(.alreadyScheduled),
                .failure(.alreadyArrived),
                .failure(.waitingForParts),
            ] + ended
        )
        #expect(
            answer(try Orders.Stage.assigned.order(), .schedule(try Orders.slot(hour: 16)))
                == .failure(.alreadyScheduled)
        )
    }

    @Test("given every state, when no slot was found, then a waiting order counts the attempt")
    func postpone() throws {
        try expect(
            .postpone(.noTechnician),
            [
                .success([.planningPostponed(.noTechnician, attempts: 1)]), .failure(.alreadyScheduled),
                .failure(.alreadyScheduled), .failure(.alreadyArrived), .failure(.waitingForParts),
            ] + ended
        )
    }

    @Test("given every state, when the technician sets off, then an assigned order is under way")
    func depart() throws {
        let visit = Visit(number: 1, slot: try Orders.slot())
        try expect(
            .depart,
            [
                .failure(.noVisitScheduled), .success([.departed(visit, at: Orders.now)]), .success([]),
                .failure(.alreadyArrived), .failure(.waitingForParts),
            ] + ended
        )
    }

    @Test("given every state, when the technician arrives, then an order under way has arrived")
    func arrive() throws {
        let visit = Visit(number: 1, slot: try Orders.slot())
        try expect(
            .arrive,
            [
                .failure(.noVisitScheduled), .failure(.notUnderWay), .success([.arrived(visit, at: Orders.now)]),
                .success([]), .failure(.waitingForParts),
            ] + ended
        )
    }

    @Test("given every state, when the work is reported done, then only after arrival (DI-22)")
    func complete() throws {
        try expect(
            .complete(Orders.report),
            [
                .failure(.noVisitScheduled), .failure(.notArrived), .failure(.notArrived),
                .success([.completed(Orders.report, at: Orders.now)]), .failure(.waitingForParts),
                .success([]), .failure(.alreadyNotRepairable), .failure(.alreadyCancelled),
            ]
        )
        let other = ServiceReport(faultFound: "another", measure: "another")
        #expect(answer(try Orders.Stage.done.order(), .complete(other)) == .failure(.alreadyDone))
    }

    @Test("given every state, when the product cannot be repaired, then on site or while waiting for parts")
    func notRepairable() throws {
        try expect(
            .reportNotRepairable(finding: "burnt out"),
            [
                .failure(.noVisitScheduled), .failure(.notArrived), .failure(.notArrived),
                .success([.foundNotRepairable(finding: "burnt out", at: Orders.now)]),
                .success([.foundNotRepairable(finding: "burnt out", at: Orders.now)]),
                .failure(.alreadyDone), .success([]), .failure(.alreadyCancelled),
            ]
        )
        #expect(
            answer(try Orders.Stage.notRepairable.order(), .reportNotRepairable(finding: "rusted"))
                == .failure(.alreadyNotRepairable)
        )
    }

    @Test("given every state, when parts are needed, then only after arrival")
    func waitForParts() throws {
        let request = PartsRequest(reservationID: Orders.reservation, lines: Orders.lines)
        try expect(
            .waitForParts(Orders.lines, reservationID: Orders.reservation),
            [
                .failure(.noVisitScheduled), .failure(.notArrived), .failure(.notArrived),
                .success([.partsRequested(request, at: Orders.now)]), .success([]),
            ] + ended
        )
        let other = [PartNeed(sku: "SEAL", quantity: 1)]
        #expect(
            answer(try Orders.Stage.waitingForParts.order(), .waitForParts(other, reservationID: Orders.reservation))
                == .failure(.waitingForParts)
        )
    }

    @Test(
        "given no part or no quantity, when parts are needed, then it is refused",
        arguments: [[], [PartNeed(sku: "A", quantity: 0)]]
    )
    func noParts(lines: [PartNeed]) throws {
        let command = WorkOrder.Command.waitForParts(lines, reservationID: Orders.reservation)
        #expect(answer(try Orders.Stage.arrived.order(), command) == .failure(.noPartsNamed))
    }

    @Test("given a part number that no store can keep, when named, then it is refused", arguments: ["", " ", "A@1"])
    func malformedPart(sku: String) throws {
        let lines = [PartNeed(sku: sku, quantity: 1)]
        let arrived = try Orders.Stage.arrived.order()
        let wait = WorkOrder.Command.waitForParts(lines, reservationID: Orders.reservation)
        #expect(answer(arrived, wait) == .failure(.malformedPartNumber))
        let report = ServiceReport(faultFound: "seal", measure: "seal", partsUsed: lines)
        #expect(answer(arrived, .complete(report)) == .failure(.malformedPartNumber))
    }

    @Test("given more parts than one paper holds once lines are merged, when named, then it is refused (DI-22)")
    func tooManyParts() throws {
        let pieces = (0..<2).map { _ in PartNeed(sku: "PUMP-7", quantity: 600_000) }
        let kinds = (0..<101).map { PartNeed(sku: "S-\($0)", quantity: 1) }
        let arrived = try Orders.Stage.arrived.order()
        for lines in [pieces, kinds] {
            let wait = WorkOrder.Command.waitForParts(lines, reservationID: Orders.reservation)
            #expect(answer(arrived, wait) == .failure(.tooManyParts))
            let report = ServiceReport(faultFound: "seal", measure: "seal", partsUsed: lines)
            #expect(answer(arrived, .complete(report)) == .failure(.tooManyParts))
        }
    }

    @Test("given requests that together exceed one paper, when nothing is said of what was used, then it is refused")
    func tooManyRequested() throws {
        let visit: [WorkOrder.Command] = [.schedule(try Orders.slot()), .depart, .arrive]
        let commands = (1...2).flatMap { number -> [WorkOrder.Command] in
            let id = ReservationID(UniqueID(high: 3, low: UInt64(number)))
            let lines = (0..<60).map { PartNeed(sku: "S-\(number)-\($0)", quantity: 1) }
            return visit + [.waitForParts(lines, reservationID: id), .confirmParts(id)]
        }
        let arrived = try Orders.order(after: commands + visit)
        #expect(answer(arrived, .complete(Orders.report)) == .failure(.tooManyParts))
        let said = ServiceReport(faultFound: "seal", measure: "seal", partsUsed: Orders.lines)
        #expect(answer(arrived, .complete(said)) == .success([.completed(said, at: Orders.now)]))
    }

    @Test("given blank texts, when work is reported, then it is refused by name (DI-22)")
    func blankTexts() throws {
        let arrived = try Orders.Stage.arrived.order()
        let faultless = ServiceReport(faultFound: " \n", measure: "seal")
        #expect(answer(arrived, .complete(faultless)) == .failure(.faultMissing))
        let idle = ServiceReport(faultFound: "seal", measure: " ")
        #expect(answer(arrived, .complete(idle)) == .failure(.measureMissing))
        #expect(answer(arrived, .reportNotRepairable(finding: " ")) == .failure(.findingMissing))
    }

    @Test("given every state, when the store reports a shortage, then only a waiting order notes it")
    func shortage() throws {
        let command = WorkOrder.Command.noteShortage(Orders.reservation, missing: Orders.lines)
        try expect(
            command,
            [
                .success([]), .success([]), .success([]), .success([]),
                .success([.shortageNoted(missing: Orders.lines)]), .success([]), .success([]), .success([]),
            ]
        )
        let foreign = WorkOrder.Command.noteShortage(ReservationID(UniqueID(high: 9, low: 9)), missing: Orders.lines)
        #expect(answer(try Orders.Stage.waitingForParts.order(), foreign) == .success([]))
    }

    @Test("given every state, when the store has the parts, then a waiting order looks for a technician again")
    func confirmParts() throws {
        try expect(
            .confirmParts(Orders.reservation),
            [
                .success([]), .success([]), .success([]), .success([]), .success([.partsConfirmed]), .success([]),
                .success([]), .success([]),
            ]
        )
        let foreign = WorkOrder.Command.confirmParts(ReservationID(UniqueID(high: 9, low: 9)))
        #expect(answer(try Orders.Stage.waitingForParts.order(), foreign) == .success([]))
    }

    @Test("given every state, when it is called off, then every open order is cancelled")
    func cancel() throws {
        let cancelled = Answer.success([.cancelled(reason: "called off")])
        try expect(
            .cancel(reason: "called off"),
            [
                cancelled, cancelled, cancelled, cancelled, cancelled, .failure(.alreadyDone),
                .failure(.alreadyNotRepairable), .success([]),
            ]
        )
    }

    @Test("given parts that came, when the second visit is planned, then it is number two and takes its own slot")
    func secondVisit() throws {
        let waiting = try Orders.Stage.waitingForParts.order()
        let confirmed = try waiting.decide(.confirmParts(Orders.reservation), now: Orders.now)
            .reduce(waiting) { $0.applying($1) }
        #expect(confirmed.state == .waitingForTechnician(attempts: 0, reason: nil))
        let slot = try Orders.slot(2, hour: 17)
        let again = try confirmed.decide(.schedule(slot), now: Orders.now).reduce(confirmed) { $0.applying($1) }
        #expect(again.visit == Visit(number: 2, slot: slot))
        #expect(again.visitCount == 2)
    }

    @Test("given a report without parts, when asked what was used, then what was reserved counts")
    func partsUsed() throws {
        var order = try Orders.Stage.waitingForParts.order()
        let commands: [WorkOrder.Command] = [
            .confirmParts(Orders.reservation), .schedule(try Orders.slot()), .depart, .arrive, .complete(Orders.report),
        ]
        for command in commands {
            order = try order.decide(command, now: Orders.now).reduce(order) { $0.applying($1) }
        }
        #expect(order.partsUsed == Orders.lines)
        #expect(try Orders.Stage.done.order().partsUsed.isEmpty)
    }

    @Test("given every state, when stored as a document, then it comes back the same", arguments: Orders.Stage.allCases)
    func storable(stage: Orders.Stage) throws {
        let order = try stage.order()
        let data = try JSONEncoder().encode(order)
        #expect(try JSONDecoder().decode(WorkOrder.self, from: data) == order)
    }

    @Test(
        "given every refusal, when shown to a person, then it speaks Chinese and English",
        arguments: WorkOrderRefusal.allCases
    )
    func explains(refusal: WorkOrderRefusal) {
        #expect(!refusal.explanation.zh.isEmpty && !refusal.explanation.en.isEmpty)
        #expect(refusal.code.allSatisfy { $0.isLowercase || $0 == "-" })
    }
}
