import Vocabulary

/// One customer over all cases (IN-02).
package struct CustomerFileStateV1 {
    package let id: UniqueID
    package let status: Wire.FileStatus
    package let customer: Customer
    package let region: String?
    package let caseCount: Int
    package let lastCaseID: CaseID?
    package let firstContactAt: Timestamp
    package let lastContactAt: Timestamp
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: UniqueID,
        status: Wire.FileStatus,
        customer: Customer,
        region: String? = nil,
        caseCount: Int,
        lastCaseID: CaseID? = nil,
        firstContactAt: Timestamp,
        lastContactAt: Timestamp,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.status = status
        self.customer = customer
        self.region = region
        self.caseCount = caseCount
        self.lastCaseID = lastCaseID
        self.firstContactAt = firstContactAt
        self.lastContactAt = lastContactAt
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension CustomerFileStateV1: Message {
    package static let contract = Contract(
        "intake.customer-file",
        kind: .state(collection: "customers", filters: ["status", "region"]),
        topic: .intakeCustomerFileState,
        title: Bilingual(zh: "客户档案", en: "Customer file"),
        schema: .object([
            .required("id", .uuid),
            .required("status", Wire.FileStatus.schema),
            .required("customer", Customer.schema),
            .optional("region", .region),
            .required("caseCount", .count),
            .optional("lastCaseID", .uuid),
            .required("firstContactAt", .time),
            .required("lastContactAt", .time),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
