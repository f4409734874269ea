import Vocabulary

/// A reservation that waits for stock, oldest first.
package struct Backorder: Codable, Hashable, Sendable {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reservationID: ReservationID
    package let quantity: Int
    package let since: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reservationID: ReservationID,
        quantity: Int,
        since: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reservationID = reservationID
        self.quantity = quantity
        self.since = since
    }

    package static let schema = Schema.object([
        .required("caseID", .uuid),
        .required("workOrderID", .uuid),
        .required("reservationID", .uuid),
        .required("quantity", .quantity),
        .required("since", .time),
    ])
}
