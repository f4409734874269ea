import Messages
import Testing
import Vocabulary

@Suite("Messages as bytes")
struct MessageCodingTests {
    @Test("given a message, when it is encoded twice, then the bytes are the same, sorted and without absent members")
    func isDeterministic() throws {
        let caseID = try #require(CaseID("019aa5c0-1001-7000-8000-000000000001"))
        let command = RecordFirstResponseV1(caseID: caseID)
        #expect(
            String(decoding: try command.jsonBytes(), as: UTF8.self)
                == #"{"caseID":"019aa5c0-1001-7000-8000-000000000001"}"#
        )
        let noted = RecordFirstResponseV1(caseID: caseID, note: "a/b 已回电")
        #expect(
            String(decoding: try noted.jsonBytes(), as: UTF8.self)
                == #"{"caseID":"019aa5c0-1001-7000-8000-000000000001","note":"a/b 已回电"}"#
        )
        #expect(try noted.jsonBytes() == noted.jsonBytes())
    }

    @Test("given the same name and parts, then the derived identifier is the same; else it is another")
    func derivesIdentifiers() {
        let first = WorkOrderID.derived("work-order", from: "a", "bc")
        #expect(first == WorkOrderID.derived("work-order", from: "a", "bc"))
        #expect(first.value.version == 8)
        #expect(first != WorkOrderID.derived("work-order", from: "ab", "c"))
        #expect(first != WorkOrderID.derived("work-order", from: "a", "b", "c"))
        #expect(first != WorkOrderID.derived("survey", from: "a", "bc"))
    }

    @Test("given a row of the Open Repair Data Standard, then its members are the columns, and empty text stays")
    func keepsColumns() throws {
        let golden = Samples.Golden(message: OpenRepairRecordV1.self, fullness: .full)
        let record = try OpenRepairRecordV1.decode(try golden.bytes())
        #expect(record.repairStatus == .fixed)
        #expect(record.productAge == "")
        #expect(record.eventDate.description == "2017-04-01")
        let document = try JSONParser.parse(try golden.bytes())
        for (column, value) in [
            ("repair_status", "fixed"), ("event_date", "2017-04"), ("id", ""), ("country", "WALES"),
        ] {
            let faults = OpenRepairRecordV1.contract.schema.faults(
                in: document.setting(column, to: .string(value)),
                openness: .closed
            )
            #expect(faults.map(\.pointer) == ["/\(column)"])
        }
    }

    @Test("given a contract, then its schema document names version, dialect and both titles")
    func describesItself() {
        let document = WorkOrderCompletedV1.contract.schemaDocument
        #expect(document["$schema"]?.stringValue == "https://json-schema.org/draft/2020-12/schema")
        #expect(document["$id"]?.stringValue == "urn:aftercare:schema:dispatch.work-order-completed:v1")
        #expect(document["title"]?.stringValue == "Work order completed")
        #expect(document["x-title-zh"]?.stringValue == "派工单已完成")
        #expect(document["additionalProperties"] == false)
    }
}
