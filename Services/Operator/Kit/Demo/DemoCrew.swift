import Messages

/// Who and what the demonstration needs before the first case: technicians in every region, parts on the shelves.
package struct DemoCrew: Equatable, Sendable {
    /// Rows of the file by region, then by category.
    private let rows: [String: [String: Int]]
    /// Rows by region and category that need a usual part.
    private let usualParts: [String: [String: Int]]

    /// Where a row without a country is served.
    package static let regionWithoutCountry = "unknown"

    package init(_ all: some Sequence<OpenRepairRow>) {
        var rows: [String: [String: Int]] = [:]
        var usualParts: [String: [String: Int]] = [:]
        for row in all {
            let region = row.country.isEmpty ? Self.regionWithoutCountry : row.country
            rows[region, default: [:]][row.category, default: 0] += 1
            let plan = RepairPlan(id: row.id, status: row.status, barrier: row.barrier, category: row.category)
            if plan.repair == .withPart(sku: DemoPart.usual(row.category).sku) {
                usualParts[region, default: [:]][row.category, default: 0] += 1
            }
        }
        self.rows = rows
        self.usualParts = usualParts
    }

    /// Commands in steps: those of one step do not depend on each other, but on the steps before.
    package var steps: [[DemoAct]] {
        let categories = Set(rows.values.flatMap(\.keys)).sorted()
        return [
            rows.keys.sorted().flatMap(technicians) + categories.flatMap(Self.parts),
            usualParts.keys.sorted().flatMap(stock),
        ]
    }

    /// Enough that no visit has to wait for weeks: one for every sixty rows, at least four; a third are specialists.
    private func technicians(region: String) -> [DemoAct] {
        let counts = rows[region] ?? [:]
        let categories = counts.keys.sorted()
        let wanted = min(max(counts.values.reduce(0, +) / 60, 4), 150)
        return (1...wanted).map { Self.technician(region: region, ordinal: $0, categories: categories) }
    }

    package static func technician(region: String, ordinal: Int, categories: [String]) -> DemoAct {
        let start = (ordinal * 7) % max(categories.count, 1)
        let special = (categories + categories)[start..<min(start + 8, categories.count * 2)].prefix(categories.count)
        let isSpecialist = ordinal % 3 == 0 && !special.isEmpty
        let skills = isSpecialist ? special.map(JSONValue.string) : ["*"]
        let names = ["Zhang Wei 张伟", "Wang Fang 王芳", "Li Qiang 李强", "Liu Yang 刘洋", "Chen Jie 陈洁", "Zhao Lei 赵磊"]
        let body: JSONValue = [
            "employeeNumber": .string("DEMO-\(region)-\(ordinal)"),
            "name": .string("\(names[ordinal % names.count]) \(ordinal)"), "region": .string(region),
            "skills": .array(skills), "shift": ["start": "08:00", "end": "20:00"],
        ]
        return DemoAct(name: "technician-\(region)-\(ordinal)", path: "/v1/technicians", body: body, role: .dispatcher)
    }

    private static func parts(category: String) -> [DemoAct] {
        [DemoPart.usual(category), DemoPart.scarce(category)].map { part in
            let body: JSONValue = [
                "sku": .string(part.sku), "name": .string(part.name), "category": .string(part.category),
            ]
            return DemoAct(name: "part-\(part.sku)", path: "/v1/parts", body: body, role: .partsClerk)
        }
    }

    /// Four of five that will be needed lie on the shelf; the rest shows what a shortage does.
    private func stock(region: String) -> [DemoAct] {
        (usualParts[region] ?? [:]).sorted { $0.key < $1.key }.map { category, count in
            let sku = DemoPart.usual(category).sku
            let quantity = max(1, count * 4 / 5)
            let document = "OPENING-\(region)-\(quantity)"
            let body: JSONValue = [
                "sku": .string(sku), "site": .string(region), "quantity": .integer(Int64(quantity)),
                "document": .string(document),
            ]
            return DemoAct(
                name: "stock-\(sku)-\(document)",
                path: "/v1/stock-receipts",
                body: body,
                role: .partsClerk
            )
        }
    }
}
