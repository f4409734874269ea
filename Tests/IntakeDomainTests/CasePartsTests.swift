import IntakeDomain
import Testing
import Vocabulary

/// FL-01 step 12: the process manager of a case.
@Suite("Parts of a case")
struct CasePartsTests {
    static let now = Samples.tuesday + .hours(1)

    /// What the services report on the way to an end, each list in the order in which it happens.
    static let stories: [(String, CaseOutcome, [CaseReport])] = [
        (
            "repaired and satisfied", .repaired,
            [
                .visitScheduled(Samples.workOrder), .technicianArrived(Samples.workOrder),
                .repaired(Samples.workOrder, survey: Samples.survey), .surveyInvited(Samples.survey),
                .surveyAnswered(Samples.survey, complaint: nil),
            ]
        ),
        (
            "repaired and unsatisfied", .repaired,
            [
                .visitScheduled(Samples.workOrder), .repaired(Samples.workOrder, survey: Samples.survey),
                .surveyInvited(Samples.survey), .surveyAnswered(Samples.survey, complaint: Samples.complaint),
                .complaintRegistered(Samples.complaint), .complaintClosed(Samples.complaint),
            ]
        ),
        (
            "not repairable and exchanged", .exchanged,
            [
                .visitScheduled(Samples.workOrder), .notRepairable(Samples.workOrder, return: Samples.returnID),
                .returnRequested(Samples.returnID), .returnAuthorised(Samples.returnID), .exchanged(Samples.returnID),
            ]
        ),
        (
            "not repairable and refused", .returnRefused,
            [
                .visitScheduled(Samples.workOrder), .notRepairable(Samples.workOrder, return: Samples.returnID),
                .returnRequested(Samples.returnID), .returnRefused(Samples.returnID),
            ]
        ),
        (
            "not repairable and refunded", .refunded,
            [
                .notRepairable(Samples.workOrder, return: Samples.returnID), .returnRequested(Samples.returnID),
                .returnAuthorised(Samples.returnID), .refunded(Samples.returnID),
            ]
        ),
        (
            "nobody answers the survey", .repaired,
            [
                .repaired(Samples.workOrder, survey: Samples.survey), .surveyInvited(Samples.survey),
                .surveyLapsed(Samples.survey),
            ]
        ),
        (
            "dispatch gives up", .cancelled,
            [.visitScheduled(Samples.workOrder), .workOrderCancelled(Samples.workOrder)]
        ),
    ]

    @Test(
        "FL-01: given each course of a case, when all its reports arrive in any order, then it ends the same way",
        arguments: stories
    )
    func anyOrder(name: String, outcome: CaseOutcome, reports: [CaseReport]) throws {
        let inOrder = try reports.reduce(Samples.newCase()) { try $0.after(.report($1), at: Self.now) }
        #expect(inOrder.status == .closed, "\(name)")
        #expect(inOrder.outcome == outcome)
        for order in permutations(of: reports) {
            let end = try order.reduce(Samples.newCase()) { try $0.after(.report($1), at: Self.now) }
            #expect(end.status == .closed, "\(order)")
            #expect(end.outcome == outcome)
            #expect(Set(end.file.parts.all) == Set(inOrder.file.parts.all))
        }
    }

    @Test(
        "given a course of a case, when every report comes twice, then nothing changes the second time",
        arguments: stories
    )
    func twice(name: String, outcome: CaseOutcome, reports: [CaseReport]) throws {
        var current = try Samples.newCase()
        for report in reports {
            current = try current.after(.report(report), at: Self.now)
            #expect(try current.decide(.report(report), now: Self.now).isEmpty, "\(name): \(report)")
        }
    }

    @Test("given a course of a case, when it is not over, then the case is not closed", arguments: stories)
    func notBefore(name: String, outcome: CaseOutcome, reports: [CaseReport]) throws {
        var current = try Samples.newCase()
        for report in reports.dropLast() {
            current = try current.after(.report(report), at: Self.now)
            #expect(current.status == .inProgress, "\(name): \(report)")
        }
    }

    @Test("given a closed case, when a complaint is registered, then it reopens and closes again with the complaint")
    func complaintReopens() throws {
        let closed = try Samples.newCase(.enquiry).after(.resolveByPhone(solution: "x"), at: Self.now)
        let events = try closed.decide(.report(.complaintRegistered(Samples.complaint)), now: Self.now)
        #expect(events.last == .reopened(by: .complaint, at: Self.now))
        let reopened = closed.applying(events)
        #expect(reopened.status == .inProgress)
        let settled = try reopened.after(.complaintClosed(Samples.complaint), at: Self.now)
        #expect(settled.status == .closed)
        #expect(settled.outcome == .answered)
    }

    @Test("given a complaint as the matter itself, when it is closed, then the case is closed as settled")
    func complaintCase() throws {
        let open = try Samples.newCase(.complaint)
        let closed = try open.after(
            .complaintRegistered(Samples.complaint),
            .complaintAcknowledged(Samples.complaint),
            .complaintClosed(Samples.complaint),
            at: Self.now
        )
        #expect(closed.outcome == .complaintSettled)
    }

    @Test("given an enquiry, when a complaint about it is closed first, then the answer is still owed")
    func enquiryStaysOpen() throws {
        let open = try Samples.newCase(.enquiry).after(
            .complaintRegistered(Samples.complaint),
            .complaintClosed(Samples.complaint),
            at: Self.now
        )
        #expect(open.status == .inProgress)
        #expect(open.file.parts.unfinished.map(\.kind) == [.answer])
    }

    @Test("given a cancelled case, when the visit turns out to be cancelled too, then nothing happens")
    func cancelledTwice() throws {
        let cancelled = try Samples.newCase().after(.cancel(reason: "x"), at: Self.now)
        #expect(try cancelled.after(.workOrderCancelled(Samples.workOrder), at: Self.now) == cancelled)
        #expect(try cancelled.after(.visitScheduled(Samples.workOrder), at: Self.now) == cancelled)
    }

    @Test("given a cancelled case, when the technician had been faster, then the case goes on with what was done")
    func cancelledTooLate() throws {
        let cancelled = try Samples.newCase().after(.cancel(reason: "x"), at: Self.now)
        let repaired = try cancelled.after(.repaired(Samples.workOrder, survey: Samples.survey), at: Self.now)
        #expect(repaired.status == .inProgress)
        let closed = try repaired.after(.surveyLapsed(Samples.survey), at: Self.now)
        #expect(closed.outcome == .repaired)
    }

    @Test(
        "given stages, when they are compared, then ended is stronger than open, and open than expected"
    )
    func stages() {
        let sorted = CasePart.Stage.allCases.sorted()
        #expect(sorted.prefix(2) == [.expected, .open])
        #expect(sorted.dropFirst(2).allSatisfy { $0.hasEnded })
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0 < $1 })
    }

    private func permutations(of reports: [CaseReport]) -> [[CaseReport]] {
        guard let first = reports.first else { return [[]] }
        return permutations(of: Array(reports.dropFirst())).flatMap { rest in
            (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
        }
    }
}
