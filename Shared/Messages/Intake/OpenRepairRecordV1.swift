import Vocabulary

/// One row of the Open Repair Data Standard 0.3 (openrepair.org), member for column; empty text means not known.
package struct OpenRepairRecordV1 {
    package enum RepairStatus: String, Codable, CaseIterable, Sendable {
        case fixed = "Fixed"
        case repairable = "Repairable"
        case endOfLife = "End of life"
        case unknown = "Unknown"
    }

    package let id: String
    package let dataProvider: String?
    /// ISO 3166-1, three letters.
    package let country: String?
    package let partnerProductCategory: String?
    package let productCategory: String
    package let productCategoryID: String?
    package let brand: String?
    package let yearOfManufacture: String?
    /// Years, with decimals.
    package let productAge: String?
    package let repairStatus: RepairStatus
    package let repairBarrier: String?
    /// The group that repaired.
    package let groupIdentifier: String?
    package let eventDate: CalendarDate
    package let problem: Personal<String>?

    enum CodingKeys: String, CodingKey {
        case id, country, brand, problem
        case dataProvider = "data_provider"
        case partnerProductCategory = "partner_product_category"
        case productCategory = "product_category"
        case productCategoryID = "product_category_id"
        case yearOfManufacture = "year_of_manufacture"
        case productAge = "product_age"
        case repairStatus = "repair_status"
        case repairBarrier = "repair_barrier_if_end_of_life"
        case groupIdentifier = "group_identifier"
        case eventDate = "event_date"
    }

    package init(
        id: String,
        dataProvider: String? = nil,
        country: String? = nil,
        partnerProductCategory: String? = nil,
        productCategory: String,
        productCategoryID: String? = nil,
        brand: String? = nil,
        yearOfManufacture: String? = nil,
        productAge: String? = nil,
        repairStatus: RepairStatus,
        repairBarrier: String? = nil,
        groupIdentifier: String? = nil,
        eventDate: CalendarDate,
        problem: Personal<String>? = nil
    ) {
        self.id = id
        self.dataProvider = dataProvider
        self.country = country
        self.partnerProductCategory = partnerProductCategory
        self.productCategory = productCategory
        self.productCategoryID = productCategoryID
        self.brand = brand
        self.yearOfManufacture = yearOfManufacture
        self.productAge = productAge
        self.repairStatus = repairStatus
        self.repairBarrier = repairBarrier
        self.groupIdentifier = groupIdentifier
        self.eventDate = eventDate
        self.problem = problem
    }
}

extension OpenRepairRecordV1: Message {
    private static let optionalText = Schema.string(minimum: 0, maximum: 200)

    package static let contract = Contract(
        "openrepair.record",
        kind: .command(route: nil, roles: [.integrator]),
        topic: .openRepairRecords,
        title: Bilingual(zh: "公开维修数据记录", en: "Open repair record"),
        schema: .object([
            .required("id", .line),
            .optional("data_provider", optionalText),
            .optional("country", .string(minimum: 0, maximum: 3)),
            .optional("partner_product_category", optionalText),
            .required("product_category", .category),
            .optional("product_category_id", .string(minimum: 0, maximum: 10)),
            .optional("brand", optionalText),
            .optional("year_of_manufacture", .string(minimum: 0, maximum: 10)),
            .optional("product_age", .string(minimum: 0, maximum: 20)),
            .required("repair_status", .enumeration(RepairStatus.self)),
            .optional("repair_barrier_if_end_of_life", optionalText),
            .optional("group_identifier", optionalText),
            .required("event_date", .date),
            .optional("problem", .string(minimum: 0, maximum: 4000), personal: true),
        ]),
        type: "org.openrepair.record.v0.3"
    )

    package var key: String? { nil }
}

extension OpenRepairRecordV1 {
    /// The case follows from the partner and the row: a row that is published again is the same case.
    package static func caseID(source: String, record: String) -> CaseID {
        .derived("open-repair-case", from: source, record)
    }

    package static func dataSubject(in body: JSONValue, from source: String) -> UniqueID? {
        body["id"]?.stringValue.map { caseID(source: source, record: $0).value }
    }
}
