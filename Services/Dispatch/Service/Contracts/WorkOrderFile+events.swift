import DispatchDomain
import Messages
import Vocabulary

extension WorkOrderFile {
    /// What the world is told of an event; the file is as the event has left it.
    func messages(about event: WorkOrder.Event, now: Timestamp) -> [any Message] {
        switch event {
        case .visitScheduled(let visit): [scheduled(visit, now: now)]
        case .planningPostponed(let reason, let attempts): attempts == 1 ? [notPlannable(reason, now: now)] : []
        case .departed(let visit, let time):
            [
                TechnicianDepartedV1(
                    caseID: order.caseID,
                    workOrderID: order.id,
                    visitNumber: visit.number,
                    technicianID: visit.technicianID,
                    at: time
                )
            ]
        case .arrived(let visit, let time):
            [
                TechnicianArrivedV1(
                    caseID: order.caseID,
                    workOrderID: order.id,
                    visitNumber: visit.number,
                    technicianID: visit.technicianID,
                    at: time
                )
            ]
        case .partsRequested(let request, let time): waiting(for: request, since: time)
        case .shortageNoted, .partsConfirmed: []
        case .completed(_, let time): completed(at: time)
        case .foundNotRepairable(let finding, let time): [notRepairable(finding, at: time)]
        case .cancelled(let reason):
            [
                WorkOrderCancelledV1(
                    caseID: order.caseID,
                    workOrderID: order.id,
                    reason: reason,
                    reservationIDs: reservationIDs,
                    region: order.job.region,
                    cancelledAt: now
                )
            ]
        }
    }

    private var reservationIDs: [ReservationID] { order.requests.map(\.reservationID) }

    private func scheduled(_ visit: Visit, now: Timestamp) -> VisitScheduledV1 {
        VisitScheduledV1(
            caseID: order.caseID,
            workOrderID: order.id,
            visitNumber: visit.number,
            technicianID: visit.technicianID,
            technicianName: visit.technicianName,
            window: TimeWindow(visit.window),
            region: order.job.region,
            scheduledAt: now
        )
    }

    private func notPlannable(_ reason: NotPlannable, now: Timestamp) -> VisitNotPlannableV1 {
        VisitNotPlannableV1(
            caseID: order.caseID,
            workOrderID: order.id,
            reason: Wire.NotPlannableReason(reason),
            region: order.job.region,
            category: order.job.category,
            attempt: 1,
            nextAttemptAt: nextAttemptAt,
            at: now
        )
    }

    private func waiting(for request: PartsRequest, since time: Timestamp) -> [any Message] {
        let lines = request.lines.map(PartLine.init)
        return [
            WorkOrderWaitingForPartsV1(
                caseID: order.caseID,
                workOrderID: order.id,
                reservationID: request.reservationID,
                lines: lines,
                since: time
            ),
            PartsRequestedV1(
                caseID: order.caseID,
                workOrderID: order.id,
                reservationID: request.reservationID,
                site: order.job.region,
                lines: lines,
                requestedAt: time
            ),
        ]
    }

    private func completed(at time: Timestamp) -> [any Message] {
        guard let report = order.workReport else { return [] }
        return [
            WorkOrderCompletedV1(
                caseID: order.caseID,
                workOrderID: order.id,
                surveyID: .derived("survey", from: order.id.description),
                report: report,
                reservationIDs: reservationIDs,
                customer: brief.customer,
                product: brief.product,
                entitlement: brief.entitlement,
                contractDate: brief.contractDate,
                region: order.job.region,
                technicianID: order.lastVisit?.technicianID,
                completedAt: time
            )
        ]
    }

    private func notRepairable(_ finding: String, at time: Timestamp) -> WorkOrderNotRepairableV1 {
        WorkOrderNotRepairableV1(
            caseID: order.caseID,
            workOrderID: order.id,
            returnID: .derived("return", from: order.id.description),
            finding: finding,
            reservationIDs: reservationIDs,
            customer: brief.customer,
            product: brief.product,
            entitlement: brief.entitlement,
            contractDate: brief.contractDate,
            region: order.job.region,
            reportedAt: time
        )
    }
}
