import Vocabulary

extension WorkOrder {
    /// Pure; an empty result means that the command asks for what already holds, or brings news that came too late
    /// to matter.
    package func decide(_ command: Command, now: Timestamp) throws(WorkOrderRefusal) -> [Event] {
        switch command {
        case .schedule(let slot): try schedule(slot)
        case .postpone(let reason): try postpone(reason)
        case .depart: try depart(now: now)
        case .arrive: try arrive(now: now)
        case .complete(let report): try complete(report, now: now)
        case .reportNotRepairable(let finding): try reportNotRepairable(finding, now: now)
        case .waitForParts(let lines, let id): try waitForParts(lines, id, now: now)
        case .noteShortage(let id, let missing): noteShortage(of: id, missing)
        case .confirmParts(let id): confirmParts(of: id)
        case .cancel(let reason): try cancel(reason)
        }
    }

    private func schedule(_ slot: Slot) throws(WorkOrderRefusal) -> [Event] {
        switch state {
        case .waitingForTechnician: return [.visitScheduled(Visit(number: visitCount + 1, slot: slot))]
        case .assigned(let visit) where visit == Visit(number: visit.number, slot: slot): return []
        case .assigned, .underWay: throw .alreadyScheduled
        case .arrived: throw .alreadyArrived
        case .waitingForParts: throw .waitingForParts
        case .done, .notRepairable, .cancelled: throw ending
        }
    }

    private func postpone(_ reason: NotPlannable) throws(WorkOrderRefusal) -> [Event] {
        switch state {
        case .waitingForTechnician(let attempts, _): return [.planningPostponed(reason, attempts: attempts + 1)]
        case .assigned, .underWay: throw .alreadyScheduled
        case .arrived: throw .alreadyArrived
        case .waitingForParts: throw .waitingForParts
        case .done, .notRepairable, .cancelled: throw ending
        }
    }

    private func depart(now: Timestamp) throws(WorkOrderRefusal) -> [Event] {
        switch state {
        case .waitingForTechnician: throw .noVisitScheduled
        case .assigned(let visit): return [.departed(visit, at: now)]
        case .underWay: return []
        case .arrived: throw .alreadyArrived
        case .waitingForParts: throw .waitingForParts
        case .done, .notRepairable, .cancelled: throw ending
        }
    }

    private func arrive(now: Timestamp) throws(WorkOrderRefusal) -> [Event] {
        switch state {
        case .waitingForTechnician: throw .noVisitScheduled
        case .assigned: throw .notUnderWay
        case .underWay(let visit, _): return [.arrived(visit, at: now)]
        case .arrived: return []
        case .waitingForParts: throw .waitingForParts
        case .done, .notRepairable, .cancelled: throw ending
        }
    }

    private func complete(_ report: ServiceReport, now: Timestamp) throws(WorkOrderRefusal) -> [Event] {
        let used = partsUsed(by: report)
        guard used.allSatisfy(\.isWellFormed) else { throw .malformedPartNumber }
        guard used.fitOnePaper else { throw .tooManyParts }
        guard !report.faultFound.isBlank else { throw .faultMissing }
        guard !report.measure.isBlank else { throw .measureMissing }
        switch state {
        case .waitingForTechnician: throw .noVisitScheduled
        case .assigned, .underWay: throw .notArrived
        case .arrived: return [.completed(report, at: now)]
        case .waitingForParts: throw .waitingForParts
        case .done(let known, _) where known == report: return []
        case .done, .notRepairable, .cancelled: throw ending
        }
    }

    private func reportNotRepairable(_ finding: String, now: Timestamp) throws(WorkOrderRefusal) -> [Event] {
        guard !finding.isBlank else { throw .findingMissing }
        switch state {
        case .waitingForTechnician: throw .noVisitScheduled
        case .assigned, .underWay: throw .notArrived
        case .arrived, .waitingForParts: return [.foundNotRepairable(finding: finding, at: now)]
        case .notRepairable(let known, _) where known == finding: return []
        case .done, .notRepairable, .cancelled: throw ending
        }
    }

    private func waitForParts(
        _ lines: [PartNeed],
        _ id: ReservationID,
        now: Timestamp
    ) throws(WorkOrderRefusal) -> [Event] {
        guard !lines.isEmpty, lines.allSatisfy({ $0.quantity > 0 }) else { throw .noPartsNamed }
        guard lines.allSatisfy(\.isWellFormed) else { throw .malformedPartNumber }
        let request = PartsRequest(reservationID: id, lines: lines.merged())
        guard request.lines.fitOnePaper else { throw .tooManyParts }
        switch state {
        case .waitingForTechnician: throw .noVisitScheduled
        case .assigned, .underWay: throw .notArrived
        case .arrived: return [.partsRequested(request, at: now)]
        case .waitingForParts where requests.last?.lines == request.lines: return []
        case .waitingForParts: throw .waitingForParts
        case .done, .notRepairable, .cancelled: throw ending
        }
    }

    private func noteShortage(of id: ReservationID, _ missing: [PartNeed]) -> [Event] {
        switch state {
        case .waitingForParts:
            let lines = missing.merged()
            return requests.last?.reservationID == id && requests.last?.missing != lines
                ? [.shortageNoted(missing: lines)] : []
        case .waitingForTechnician, .assigned, .underWay, .arrived, .done, .notRepairable, .cancelled:
            return []
        }
    }

    private func confirmParts(of id: ReservationID) -> [Event] {
        switch state {
        case .waitingForParts: requests.last?.reservationID == id ? [.partsConfirmed] : []
        case .waitingForTechnician, .assigned, .underWay, .arrived, .done, .notRepairable, .cancelled: []
        }
    }

    private func cancel(_ reason: String) throws(WorkOrderRefusal) -> [Event] {
        switch state {
        case .waitingForTechnician, .assigned, .underWay, .arrived, .waitingForParts:
            return [.cancelled(reason: reason)]
        case .cancelled: return []
        case .done, .notRepairable: throw ending
        }
    }

    /// What to answer when the work order has ended; before that nothing asks for it.
    private var ending: WorkOrderRefusal {
        switch state {
        case .done: .alreadyDone
        case .notRepairable: .alreadyNotRepairable
        case .cancelled: .alreadyCancelled
        case .waitingForTechnician: .noVisitScheduled
        case .assigned, .underWay: .notArrived
        case .arrived: .alreadyArrived
        case .waitingForParts: .waitingForParts
        }
    }
}
