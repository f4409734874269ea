import Vocabulary

/// The parts of one request of a work order.
package struct ReservationStateV1 {
    package let id: ReservationID
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let status: Wire.ReservationStatus
    package let site: String
    package let lines: [ReservationLine]
    package let requestedAt: Timestamp
    /// When the last missing part was there.
    package let reservedAt: Timestamp?
    /// Issued or released.
    package let endedAt: Timestamp?
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: ReservationID,
        caseID: CaseID,
        workOrderID: WorkOrderID,
        status: Wire.ReservationStatus,
        site: String,
        lines: [ReservationLine],
        requestedAt: Timestamp,
        reservedAt: Timestamp? = nil,
        endedAt: Timestamp? = nil,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.status = status
        self.site = site
        self.lines = lines
        self.requestedAt = requestedAt
        self.reservedAt = reservedAt
        self.endedAt = endedAt
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension ReservationStateV1: Message, CaseBound {
    package static let contract = Contract(
        "parts.reservation",
        kind: .state(collection: "reservations", filters: ["status", "site"]),
        topic: .partsReservationState,
        title: Bilingual(zh: "配件预留单", en: "Reservation"),
        schema: .object([
            .required("id", .uuid),
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("status", Wire.ReservationStatus.schema),
            .required("site", .site),
            .required("lines", .lines(of: ReservationLine.schema)),
            .required("requestedAt", .time),
            .optional("reservedAt", .time),
            .optional("endedAt", .time),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
