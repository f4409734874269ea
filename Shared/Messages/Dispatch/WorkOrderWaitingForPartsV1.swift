import Vocabulary

/// The repair is interrupted until parts are there; its clock stands still.
package struct WorkOrderWaitingForPartsV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reservationID: ReservationID
    package let lines: [PartLine]
    package let since: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reservationID: ReservationID,
        lines: [PartLine],
        since: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reservationID = reservationID
        self.lines = lines
        self.since = since
    }
}

extension WorkOrderWaitingForPartsV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.work-order-waiting-for-parts",
        kind: .event,
        topic: .dispatchWorkOrderEvents,
        title: Bilingual(zh: "派工单待件", en: "Work order waiting for parts"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("reservationID", .uuid),
            .required("lines", .partLines),
            .required("since", .time),
        ])
    )

    package var key: String? { caseID.description }
}
