import Messages
import Testing

@testable import OperatorKit

@Suite("Open Repair files (ORDS 0.3)")
struct OpenRepairParserTests {
    private static let schema = Schema.object([
        .required("id", .line), .optional("data_provider", .string(minimum: 0, maximum: 200)),
        .optional("country", .string(minimum: 0, maximum: 10)), .required("product_category", .line),
        .optional("product_age", .number(0...1000)),
        .required("repair_status", .enumeration(RepairStatus.allCases.map(\.rawValue))),
        .required("event_date", .date), .optional("problem", .string(minimum: 0, maximum: 4000)),
    ])
    private static let header =
        "id,data_provider,country,product_category,product_age,repair_status,event_date,problem,more\n"

    private static func parse(_ text: String) throws -> (rows: [OpenRepairRow], refused: [RefusedRow]) {
        var parser = OpenRepairParser(schema: schema)
        var rows: [OpenRepairRow] = []
        var refused: [RefusedRow] = []
        try parser.feed(Array(text.utf8))
        parser.finish()
        while let element = try parser.next() {
            switch element {
            case .row(let row): rows.append(row)
            case .refused(let row): refused.append(row)
            }
        }
        try parser.checkHeaderWasSeen()
        return (rows, refused)
    }

    @Test("given a full row, when it is read, then it carries the contract's members in their types")
    func fullRow() throws {
        let rows = try Self.parse(
            Self.header + "rc_1,Repair Café Toronto,CAN,Iron,2.5,End of life,2024-02-29,\"No, \"\"heat\"\"\",x\n"
        ).rows
        let row = try #require(rows.first)
        #expect(row.source == "urn:openrepair:repair-cafe-toronto")
        #expect(row.status == .endOfLife)
        #expect(row.body["product_age"] == .number(2.5))
        #expect(row.body["problem"] == "No, \"heat\"")
        #expect(row.body["more"] == nil)
    }

    @Test("given empty optional fields, when a row is read, then it is accepted")
    func emptyFields() throws {
        let parsed = try Self.parse(Self.header + "rc_1,,,Iron,,Unknown,2024-01-01,,\n")
        #expect(parsed.rows.map(\.source) == ["urn:openrepair:unknown"])
        #expect(parsed.rows.first?.body["product_age"] == nil)
        #expect(parsed.refused.isEmpty)
    }

    @Test(
        "given a broken row, when it is read, then line, field and reason are named and the next row is taken",
        arguments: [
            (",p,CAN,Iron,,Fixed,2024-01-01,,", "id"), ("rc_2,p,CAN,,,Fixed,2024-01-01,,", "product_category"),
            ("rc_2,p,CAN,Iron,old,Fixed,2024-01-01,,", "product_age"),
            ("rc_2,p,CAN,Iron,,Mended,2024-01-01,,", "repair_status"),
            ("rc_2,p,CAN,Iron,,Fixed,2024-02-30,,", "event_date"), ("rc_1,p,CAN,Iron,,Fixed,2024-01-01,,", "id"),
        ]
    )
    func brokenRow(row: String, field: String) throws {
        let good = "rc_1,p,CAN,Iron,,Fixed,2024-01-01,,\n"
        let parsed = try Self.parse(Self.header + good + row + "\n" + "rc_9,p,CAN,Iron,,Fixed,2024-01-01,,\n")
        #expect(parsed.rows.map(\.id) == ["rc_1", "rc_9"])
        #expect(parsed.refused.map(\.line) == [3])
        #expect(parsed.refused.map(\.field) == [field])
        #expect(parsed.refused.allSatisfy { !$0.reason.isEmpty })
    }

    @Test("given a file without a required column, when it is read, then the file is refused by the column's name")
    func missingColumn() {
        #expect(
            throws: OpenRepairFileError.missingColumns(
                ["repair_status", "event_date"],
                found: ["id", "product_category"]
            )
        ) {
            _ = try Self.parse("id,product_category\n1,Iron\n")
        }
        #expect(throws: OpenRepairFileError.empty) { _ = try Self.parse("") }
    }

    @Test("given names in other scripts, when the source is made, then it is a plain slug")
    func slugs() {
        #expect(OpenRepairRow.slug("Restart Project & Co.") == "restart-project-co")
        #expect(OpenRepairRow.slug("Réparation – Île") == "reparation-ile")
        #expect(OpenRepairRow.slug("维修") == "unknown")
    }

    @Test("given a refused row, when it is reported, then the report is CSV again")
    func report() {
        let row = RefusedRow(line: 7, field: "id", reason: "a, b", text: "x\"y")
        #expect(row.reportLine == "7,id,\"a, b\",\"x\"\"y\"\r\n")
    }
}
