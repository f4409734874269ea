import Vocabulary

/// Some parts are missing and on back order.
package struct ShortageReportedV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reservationID: ReservationID
    package let site: String
    package let lines: [PartLine]
    /// What is not there yet.
    package let missing: [PartLine]
    package let reportedAt: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reservationID: ReservationID,
        site: String,
        lines: [PartLine],
        missing: [PartLine],
        reportedAt: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reservationID = reservationID
        self.site = site
        self.lines = lines
        self.missing = missing
        self.reportedAt = reportedAt
    }
}

extension ShortageReportedV1: Message, CaseBound {
    package static let contract = Contract(
        "parts.shortage-reported",
        kind: .event,
        topic: .partsReservationEvents,
        title: Bilingual(zh: "配件短缺", en: "Shortage reported"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("reservationID", .uuid),
            .required("site", .site),
            .required("lines", .partLines),
            .required("missing", .partLines),
            .required("reportedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
