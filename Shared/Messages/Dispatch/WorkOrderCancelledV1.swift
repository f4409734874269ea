import Vocabulary

/// Nobody comes any more.
package struct WorkOrderCancelledV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reason: String
    /// Every reservation made for the work order: all of them are free again.
    package let reservationIDs: [ReservationID]
    package let region: String
    package let cancelledAt: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reason: String,
        reservationIDs: [ReservationID],
        region: String,
        cancelledAt: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reason = reason
        self.reservationIDs = reservationIDs
        self.region = region
        self.cancelledAt = cancelledAt
    }
}

extension WorkOrderCancelledV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.work-order-cancelled",
        kind: .event,
        topic: .dispatchWorkOrderEvents,
        title: Bilingual(zh: "派工单已取消", en: "Work order cancelled"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("reason", .text),
            .required("reservationIDs", .array(of: .uuid, maximum: 100)),
            .required("region", .region),
            .required("cancelledAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
