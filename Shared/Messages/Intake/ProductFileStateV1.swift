import Vocabulary

/// One product over all cases (IN-01); provisional until somebody has checked it.
package struct ProductFileStateV1 {
    package let id: UniqueID
    package let status: Wire.FileStatus
    package let product: Product
    /// The same as in `product`, for filters.
    package let category: String
    package let contractDate: CalendarDate?
    package let guaranteeEnd: CalendarDate?
    package let caseCount: Int
    package let lastCaseID: CaseID?
    package let firstSeenAt: Timestamp
    package let lastSeenAt: Timestamp
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: UniqueID,
        status: Wire.FileStatus,
        product: Product,
        category: String,
        contractDate: CalendarDate? = nil,
        guaranteeEnd: CalendarDate? = nil,
        caseCount: Int,
        lastCaseID: CaseID? = nil,
        firstSeenAt: Timestamp,
        lastSeenAt: Timestamp,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.status = status
        self.product = product
        self.category = category
        self.contractDate = contractDate
        self.guaranteeEnd = guaranteeEnd
        self.caseCount = caseCount
        self.lastCaseID = lastCaseID
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension ProductFileStateV1: Message {
    package static let contract = Contract(
        "intake.product-file",
        kind: .state(collection: "products", filters: ["status", "category"]),
        topic: .intakeProductFileState,
        title: Bilingual(zh: "产品档案", en: "Product file"),
        schema: .object([
            .required("id", .uuid),
            .required("status", Wire.FileStatus.schema),
            .required("product", Product.schema),
            .required("category", .category),
            .optional("contractDate", .date),
            .optional("guaranteeEnd", .date),
            .required("caseCount", .count),
            .optional("lastCaseID", .uuid),
            .required("firstSeenAt", .time),
            .required("lastSeenAt", .time),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
