import Vocabulary

extension ServiceCase {
    /// Pure: no clock, no I/O; an empty result means the command changes nothing.
    ///
    /// - Parameter now: when the act happened; for a report, the time of the report.
    /// - Throws: the business reason.
    package func decide(
        _ command: Command,
        terms: ServiceTerms = .standard,
        now: Timestamp
    ) throws(CaseRefusal) -> [Event] {
        switch (self, command) {
        case (.registered(let file), .recordFirstResponse), (.inProgress(let file), .recordFirstResponse):
            file.isAnswered ? [] : [.firstResponseRecorded(at: now)] + file.stopping([.response], at: now)
        case (.registered(let file), .resolveByPhone(let solution)),
            (.inProgress(let file), .resolveByPhone(let solution)):
            try file.resolving(by: solution, at: now)
        case (.registered(let file), .cancel(let reason)), (.inProgress(let file), .cancel(let reason)):
            try file.cancelling(because: reason, at: now)
        case (.registered(let file), .report(let report)), (.inProgress(let file), .report(let report)):
            file.taking(report, terms: terms, at: now)
        case (.closed(let file, _, _), .report(let report)), (.cancelled(let file, _, _), .report(let report)):
            file.takingAfterTheEnd(report, at: now)
        case (_, .letClockRunOut(let kind)):
            file.clocks[kind].map { $0.runningOut(now: now).map { .clockChanged(kind, $0) } } ?? []
        case (.closed(let file, .answered, _), .resolveByPhone(let solution)) where file.phoneSolution == solution:
            []  // asked for what already holds: redelivery is harmless
        case (.cancelled(_, let known, _), .cancel(let reason)) where known == reason:
            []
        case (.closed(_, let outcome, _), .recordFirstResponse), (.closed(_, let outcome, _), .resolveByPhone),
            (.closed(_, let outcome, _), .cancel):
            throw .alreadyClosed(outcome)
        case (.cancelled, .recordFirstResponse), (.cancelled, .resolveByPhone), (.cancelled, .cancel):
            throw .alreadyCancelled
        }
    }
}

extension CaseFile {
    fileprivate var isAnswered: Bool { clocks[.response]?.stoppedAt != nil }

    fileprivate func resolving(by solution: String, at now: Timestamp) throws(CaseRefusal) -> [ServiceCase.Event] {
        if solution.isBlank { throw .missing(.solution) }
        let marks =
            try partsToCallOff().filter { $0.kind != .answer } + [CasePart(.answer, registration.partID, .answered)]
        let outcome = marks.reduce(parts) { $0.marking($1) }.outcome
        return [.resolvedByPhone(solution: solution)]
            + marks.map { .partMarked($0) }
            + stopping([.response], at: now)
            + callingOffClocks(except: [.response])
            + [.closed(outcome, at: now)]
    }

    fileprivate func cancelling(because reason: String, at now: Timestamp) throws(CaseRefusal) -> [ServiceCase.Event] {
        if reason.isBlank { throw .missing(.reason) }
        return try partsToCallOff().map { .partMarked($0) }
            + callingOffClocks()
            + [.cancelled(reason: reason, at: now)]
    }

    /// What can be withdrawn from one desk to the other: a visit that has not begun, an answer not yet given.
    private func partsToCallOff() throws(CaseRefusal) -> [CasePart] {
        var called: [CasePart] = []
        for part in parts.unfinished {
            switch part.kind {
            case .workOrder where clocks[.repair] != nil: throw .workHasBegun
            case .workOrder, .answer: called.append(CasePart(part.kind, part.id, .calledOff))
            case .returnGoods, .survey, .complaint: throw .heldBy(part.kind)
            }
        }
        return called
    }

    fileprivate func taking(
        _ report: CaseReport,
        terms: ServiceTerms,
        at now: Timestamp
    ) -> [ServiceCase.Event] {
        let marks = report.marks.filter(parts.isNews)
        var events = marks.map { ServiceCase.Event.partMarked($0) } + stopping(report.fulfils, at: now)
        events += movingRepairClock(for: report, terms: terms, at: now)
        let known = marks.reduce(parts) { $0.marking($1) }
        if !marks.isEmpty, known.unfinished.isEmpty {
            events += callingOffClocks(except: Set(report.fulfils)) + [.closed(known.outcome, at: now)]
        }
        return events
    }

    /// A part that turns out to be unfinished reopens the case; a late word about an ended one is only noted.
    fileprivate func takingAfterTheEnd(_ report: CaseReport, at now: Timestamp) -> [ServiceCase.Event] {
        let marks = report.marks.filter(parts.isNews)
        let known = marks.reduce(parts) { $0.marking($1) }
        return marks.map { .partMarked($0) }
            + (known.unfinished.first.map { [.reopened(by: $0.kind, at: now)] } ?? [])
    }

    private func movingRepairClock(
        for report: CaseReport,
        terms: ServiceTerms,
        at now: Timestamp
    ) -> [ServiceCase.Event] {
        switch report {
        case .technicianArrived(let id):
            if let clock = clocks[.repair] { return clock.resuming(at: now).map { .clockChanged(.repair, $0) } }
            let hasEnded = parts[.workOrder, id.value]?.stage.hasEnded ?? false
            return hasEnded ? [] : [.clockStarted(.repair, terms.repairTerm(from: now))]
        case .waitingForParts:
            return clocks[.repair]?.pausing(at: now).map { .clockChanged(.repair, $0) } ?? []
        case .visitScheduled, .repaired, .notRepairable, .workOrderCancelled, .returnRequested, .returnAuthorised,
            .returnRefused, .exchanged, .refunded, .surveyInvited, .surveyAnswered, .surveyLapsed,
            .complaintRegistered, .complaintAcknowledged, .complaintClosed:
            return []
        }
    }

    fileprivate func stopping(_ kinds: [ClockKind], at now: Timestamp) -> [ServiceCase.Event] {
        kinds.flatMap { kind in (clocks[kind]?.stopping(at: now) ?? []).map { .clockChanged(kind, $0) } }
    }

    private func callingOffClocks(except kept: Set<ClockKind> = []) -> [ServiceCase.Event] {
        ClockKind.allCases.filter { !kept.contains($0) }.flatMap { kind in
            (clocks[kind]?.callingOff() ?? []).map { .clockChanged(kind, $0) }
        }
    }
}
