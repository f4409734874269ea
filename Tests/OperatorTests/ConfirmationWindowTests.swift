import Testing

@testable import OperatorKit

@Suite("Rows on their way")
struct ConfirmationWindowTests {
    private let start = ContinuousClock.now

    @Test("given a full window, when a row is confirmed, then there is room for one more")
    func room() {
        var window = ConfirmationWindow<Int>(capacity: 2, patience: .seconds(10))
        window.add(1, id: "a", at: start)
        window.add(2, id: "b", at: start)
        #expect(window.room == 0)
        #expect(window.confirm("a") == 1)
        #expect(window.confirm("a") == nil)
        #expect(window.room == 1)
    }

    @Test("given a row without an answer, when patience is over, then it is published again, and later again")
    func overdue() {
        var window = ConfirmationWindow<Int>(capacity: 2, patience: .seconds(10))
        window.add(1, id: "a", at: start)
        #expect(window.takeOverdue(at: start + .seconds(9)).isEmpty)
        #expect(window.takeOverdue(at: start + .seconds(10)) == [1])
        #expect(window.takeOverdue(at: start + .seconds(11)).isEmpty)
        #expect(window.takeOverdue(at: start + .seconds(29)).isEmpty)
        #expect(window.takeOverdue(at: start + .seconds(30)) == [1])
        #expect(window.republished == 1)
    }

    @Test("given refused and rejected rows, when the import is summed up, then each is told with line and reason")
    func summary() {
        var summary = ImportSummary()
        summary.accepted = 3
        summary.refused = [RefusedRow(line: 9, field: "id", reason: "must not be empty", text: "x")]
        summary.rejected = [RefusedRow(line: 4, field: nil, reason: "no", text: "y")]
        #expect(summary.text.hasPrefix("Accepted 3 rows, refused 2."))
        #expect(summary.text.contains("line 9, field id: must not be empty"))
        #expect(summary.report == "line,field,reason,row\r\n4,,no,y\r\n9,id,must not be empty,x\r\n")
    }
}
