import Vocabulary

/// One field service engineer and how busy they are.
package struct TechnicianStateV1 {
    package let id: TechnicianID
    package let status: Wire.TechnicianStatus
    package let employeeNumber: String
    package let name: Personal<String>
    package let region: String
    package let skills: [String]
    package let shift: ShiftHours
    /// Visits agreed and not yet ended.
    package let openVisits: Int
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: TechnicianID,
        status: Wire.TechnicianStatus,
        employeeNumber: String,
        name: Personal<String>,
        region: String,
        skills: [String],
        shift: ShiftHours,
        openVisits: Int,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.status = status
        self.employeeNumber = employeeNumber
        self.name = name
        self.region = region
        self.skills = skills
        self.shift = shift
        self.openVisits = openVisits
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension TechnicianStateV1: Message {
    package static let contract = Contract(
        "dispatch.technician",
        kind: .state(collection: "technicians", filters: ["status", "region"]),
        topic: .dispatchTechnicianState,
        title: Bilingual(zh: "服务工程师", en: "Technician"),
        schema: .object([
            .required("id", .uuid),
            .required("status", Wire.TechnicianStatus.schema),
            .required("employeeNumber", .code),
            .required("name", .line, personal: true),
            .required("region", .region),
            .required("skills", .array(of: .category, maximum: 50)),
            .required("shift", ShiftHours.schema),
            .required("openVisits", .count),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
