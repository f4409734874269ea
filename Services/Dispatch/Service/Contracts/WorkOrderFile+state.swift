import DispatchDomain
import Messages
import Vocabulary

extension WorkOrder {
    var status: Wire.WorkOrderStatus {
        switch state {
        case .waitingForTechnician: .waitingForTechnician
        case .assigned: .assigned
        case .underWay: .underWay
        case .arrived: .arrived
        case .waitingForParts: .waitingForParts
        case .done: .done
        case .notRepairable: .notRepairable
        case .cancelled: .cancelled
        }
    }

    fileprivate var planning: (attempts: Int, reason: NotPlannable?) {
        if case .waitingForTechnician(let attempts, let reason) = state { (attempts, reason) } else { (0, nil) }
    }

    fileprivate var departedAt: Timestamp? {
        if case .underWay(_, let time) = state { time } else { nil }
    }

    fileprivate var arrivedAt: Timestamp? {
        if case .arrived(_, let time) = state { time } else { nil }
    }

    fileprivate var finding: String? {
        if case .notRepairable(let finding, _) = state { finding } else { nil }
    }

    fileprivate var cancellationReason: String? {
        if case .cancelled(let reason) = state { reason } else { nil }
    }

    var workReport: WorkReport? {
        guard case .done(let report, _) = state else { return nil }
        return WorkReport(
            faultFound: report.faultFound,
            measure: report.measure,
            partsUsed: partsUsed.map(PartLine.init),
            remark: report.remark
        )
    }
}

extension WorkOrderFile {
    /// All that a list or the page of the work order shows.
    func state(version: Int64, at time: Timestamp) -> WorkOrderStateV1 {
        let request = order.requests.last
        return WorkOrderStateV1(
            id: order.id,
            caseID: order.caseID,
            status: order.status,
            customer: brief.customer,
            product: brief.product,
            symptom: brief.symptom,
            entitlement: brief.entitlement,
            contractDate: brief.contractDate,
            region: order.job.region,
            wishedTime: order.job.wishedTime,
            arrivalDue: brief.arrivalDue,
            visitCount: order.visitCount,
            technicianID: order.lastVisit?.technicianID,
            technicianName: order.lastVisit?.technicianName,
            window: order.lastVisit.map { TimeWindow($0.window) },
            departedAt: order.departedAt,
            arrivedAt: order.arrivedAt,
            planningAttempts: order.planning.attempts,
            notPlannableReason: order.planning.reason.map(Wire.NotPlannableReason.init),
            nextAttemptAt: nextAttemptAt,
            reservationID: request?.reservationID,
            requestedParts: (request?.lines ?? []).map(PartLine.init),
            missingParts: (request?.missing ?? []).map(PartLine.init),
            report: order.workReport,
            finding: order.finding,
            cancellationReason: order.cancellationReason,
            openedAt: openedAt,
            endedAt: endedAt,
            version: version,
            updatedAt: time
        )
    }
}

extension PartLine {
    init(_ need: PartNeed) {
        self.init(sku: need.sku, quantity: need.quantity)
    }
}

extension PartNeed {
    init(_ line: PartLine) {
        self.init(sku: line.sku, quantity: line.quantity)
    }
}

extension TimeWindow {
    init(_ window: AppointmentWindow) {
        self.init(start: window.start, end: window.end)
    }
}

extension Wire.NotPlannableReason {
    init(_ reason: NotPlannable) {
        self =
            switch reason {
            case .noTechnician: .noTechnician
            case .noFreeSlot: .noFreeSlot
            case .wishTooFarAhead: .wishTooFarAhead
            }
    }
}

extension TechnicianStateV1 {
    init(_ entry: Roster.Entry, at time: Timestamp) {
        let technician = entry.technician
        self.init(
            id: technician.id,
            status: .active,
            employeeNumber: technician.employeeNumber,
            name: technician.name,
            region: technician.region,
            skills: technician.skills,
            shift: ShiftHours(start: technician.shift.start.description, end: technician.shift.end.description),
            openVisits: entry.openVisits,
            version: entry.revision,
            updatedAt: time
        )
    }
}
