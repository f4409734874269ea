import Database
import Messages
import TestKit
import Testing
import Vocabulary

@testable import Messaging

@Suite("What fails and whose fault it is", .timeLimit(.minutes(2)))
struct FailureTests {
    @Test(
        "given what PostgreSQL says, when a batch fails, then it waits, is run again, or a key is looked for",
        arguments: [
            ("57P01", "outage"), ("57P02", "outage"), ("57P03", "outage"), ("53100", "outage"), ("53300", "outage"),
            ("08006", "outage"), ("25006", "outage"), ("40001", "conflict"), ("40P01", "conflict"),
            ("55P03", "conflict"), ("57014", "conflict"), ("22P05", "data"), ("54000", "data"), ("42P01", "dependency"),
            ("42501", "dependency"), ("58030", "dependency"), ("P0001", "dependency"), ("23514", "dependency"),
        ]
    )
    func classifies(state: String, expected: String) {
        let kind = FailureClass(DatabaseError(kind: .server, sqlState: state, message: "no"))
        #expect("\(kind)".hasPrefix(expected))
        #expect(kind.isOutage == (expected == "outage"))
    }

    @Test("given a broken rule of a table, when a batch fails, then a key is at fault")
    func blamesKeyForConstraint() {
        var error = DatabaseError(kind: .server, sqlState: "23514", message: "no")
        error.constraint = "journal_forbidden"
        #expect(FailureClass(error) == .data("23514"))
        #expect(FailureClass(HandlingFailure.retry("too early")) == .data("HandlingFailure"))
    }

    @Test(
        "given a serialisation failure that passes, when a batch meets it, then it is run again and nothing is parked"
    )
    func retriesConflict() async throws {
        let harness = try await ServiceHarness.faulty()
        try await harness.breakJournal("40001", times: 3)
        let cases = (0..<5).map { _ in CaseID.new() }
        let report = try await harness.deliver(try cases.map { try harness.record(of: cancelled($0, "fine")) })
        #expect(report.done == 5)
        #expect(report.parked == 0)
    }

    @Test("given a conflict that stays with one key, when a batch meets it, then that key alone is parked")
    func looksForConflict() async throws {
        let harness = try await ServiceHarness.faulty()
        try await harness.breakJournal("40P01", for: "%stubborn%")
        let cases = (0..<4).map { _ in CaseID.new() }
        let records = try cases.enumerated().map { index, id in
            try harness.record(of: cancelled(id, index == 2 ? "stubborn" : "fine"))
        }
        let report = try await harness.deliver(records)
        #expect(report.done == 3)
        #expect(report.parked == 1)
        let parked = try await harness.pool.query("select key from parked_lane")
        #expect(try parked.map { try $0.decode("key", as: String.self) } == [cases[2].description])
    }

    @Test("given two transactions in each other's way, when PostgreSQL ends the batch's, then the batch is run again")
    func survivesDeadlock() async throws {
        let harness = try await ServiceHarness.faulty()
        let cases = (0..<2).map { _ in CaseID.new() }.sorted()
        try await harness.openJournals(cases)
        let records = try cases.map { try harness.record(of: cancelled($0, "fine")) }
        let report = try await withThrowingTaskGroup(of: BatchReport?.self) { group in
            group.addTask {
                try await harness.pool.withTransaction { transaction in
                    _ = try await transaction.query("select id from journal where id = \(cases[1]) for update")
                    // The batch has the first row and waits for the second one.
                    try await eventually { try await harness.isSomebodyWaitingForLock() }
                    _ = try await transaction.query("select id from journal where id = \(cases[0]) for update")
                }
                return nil
            }
            try await eventually { try await harness.isHeld(cases[1]) }
            group.addTask { try await harness.deliver(records) }
            return try await group.reduce(nil) { $0 ?? $1 }
        }
        #expect(report?.done == 2)
        #expect(report?.parked == 0)
    }

    @Test("given a connection that is ended inside a batch, when it breaks, then the batch is run again on another one")
    func survivesTerminatedBackend() async throws {
        let harness = try await ServiceHarness.faulty()
        let caseID = CaseID.new()
        try await harness.openJournals([caseID])
        let record = try harness.record(of: cancelled(caseID, "fine"))
        async let delivered = harness.pool.withTransaction { transaction in
            _ = try await transaction.query("select id from journal where id = \(caseID) for update")
            let batch = Task { try await harness.deliver([record]) }
            try await eventually { try await harness.isSomebodyWaitingForLock() }
            try await harness.endWaiting()
            return batch
        }
        let report = try await delivered.value
        #expect(report.done == 1)
        #expect(try await harness.entries(of: caseID) == ["fine"])
    }

    @Test(
        "given a full disk or a database that goes down, when a batch meets it, then nothing is parked and it comes again",
        arguments: ["53100", "57P01", "57P03", "08006"]
    )
    func keepsBatch(state: String) async throws {
        let harness = try await ServiceHarness.faulty()
        try await harness.breakJournal(state)
        let records = try (0..<30).map { _ in try harness.record(of: cancelled(.new(), "fine")) }
        await #expect(throws: DatabaseError.self) { try await harness.deliver(records) }
        #expect(try await harness.count("select count(*) from parked_lane") == 0)
        #expect(try await harness.count("select count(*) from inbox") == 0)
        try await harness.mendJournal()
        #expect(try await harness.deliver(records).done == 30)
    }
}

extension ServiceHarness {
    /// Whether somebody has locked the row of a case.
    func isHeld(_ caseID: CaseID) async throws -> Bool {
        try await pool.query("select id from journal where id = \(caseID) for update skip locked").isEmpty
    }
}
