import Vocabulary

/// A technician comes at an agreed time.
package struct VisitScheduledV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let visitNumber: Int
    package let technicianID: TechnicianID
    package let technicianName: Personal<String>
    package let window: TimeWindow
    package let region: String
    package let scheduledAt: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        visitNumber: Int,
        technicianID: TechnicianID,
        technicianName: Personal<String>,
        window: TimeWindow,
        region: String,
        scheduledAt: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.visitNumber = visitNumber
        self.technicianID = technicianID
        self.technicianName = technicianName
        self.window = window
        self.region = region
        self.scheduledAt = scheduledAt
    }
}

extension VisitScheduledV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.visit-scheduled",
        kind: .event,
        topic: .dispatchWorkOrderEvents,
        title: Bilingual(zh: "上门服务已预约", en: "Visit scheduled"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("visitNumber", .ordinal),
            .required("technicianID", .uuid),
            .required("technicianName", .line, personal: true),
            .required("window", TimeWindow.schema),
            .required("region", .region),
            .required("scheduledAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
