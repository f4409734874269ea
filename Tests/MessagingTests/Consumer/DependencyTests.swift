import Database
import Messages
import TestKit
import Testing
import Vocabulary

@testable import Messaging

@Suite("Something that all keys need is broken", .timeLimit(.minutes(2)))
struct DependencyTests {
    @Test(
        "given many keys that fail for one reason, when they are counted, then the twentieth in a row is one too many"
    )
    func counts() {
        var watch = DependencyWatch()
        let missing = FailureClass.dependency("42P01 journal")
        func fail(_ keys: [String], _ failure: FailureClass) -> [Bool] { keys.map { watch.failed($0, failure) } }
        let first = (1...19).map(String.init)
        #expect(fail(first + ["19"], missing).contains(true) == false)  // one key came twice
        #expect(fail(["x"], .data("23505")) == [false])
        #expect(fail(["20"], missing) == [true])
        watch.succeeded()
        #expect(fail(first, missing).contains(true) == false)
        #expect(fail(["20"], .dependency("42501")) == [false])  // another reason
    }

    @Test("given a broken table, when a batch of many keys comes, then it is kept, tried, and goes through once mended")
    func pauses() async throws {
        let harness = try await ServiceHarness.faulty()
        try await harness.breakJournal("58030")
        let records = try (0..<40).map { _ in try harness.record(of: cancelled(.new(), "fine")) }
        await #expect(throws: DependencyFailure.self) { try await harness.deliver(records) }
        #expect(try await harness.processor.probe(records, clusterID: "test", turn: 0) == false)
        #expect(try await harness.count("select count(*) from parked_lane") == 0)
        try await harness.mendJournal()
        #expect(try await harness.processor.probe(records, clusterID: "test", turn: 7))
        #expect(try await harness.count("select count(*) from inbox") == 0)  // a probe leaves nothing behind
        #expect(try await harness.deliver(records).done == 40)
    }

    @Test(
        "given keys that fail one by one over many batches, when the row grows long, then the last ones are not parked"
    )
    func countsAcrossBatches() async throws {
        let harness = try await ServiceHarness.faulty()
        try await harness.breakJournal("58030")
        for _ in 1...19 { try await harness.send(cancelled(.new(), "fine")) }
        let last = try harness.record(of: cancelled(.new(), "fine"))
        await #expect(throws: DependencyFailure.self) { try await harness.deliver([last]) }
        #expect(try await harness.count("select count(*) from parked_lane") == 19)
        harness.processor.giveUpWaiting()
        #expect(try await harness.deliver([last]).parked == 1)
    }

    @Test("given many keys that wait for something to come first, when they are handled, then each is parked by itself")
    func doesNotPauseForOrder() async throws {
        let harness = try await ServiceHarness.faulty()
        let records = try (0..<30).map { _ in try harness.record(of: cancelled(.new(), "too early")) }
        #expect(try await harness.deliver(records).parked == 30)
    }

    @Test("given a broken table, when a consumer meets it, then it pauses, says so, and loses and parks nothing")
    func consumerPauses() async throws {
        let service = try await ListeningService()
        let harness = service.harness
        let state = harness.processor.state
        try await harness.breakJournal("58030")
        let cases = (0..<25).map { _ in CaseID.new() }
        try await service.publish(cases.map { ($0, "1") })
        try await service.running([service.consumer()]) {
            // Batches may be smaller than a row of failures: more comes until it is long enough.
            try await eventually(within: .seconds(30)) {
                if try await harness.count("select count(*) from parked_lane") > 0 {
                    try await service.publish((0..<25).map { _ in (.new(), "1") })
                }
                return state.concern?.contains("paused") == true
            }
            #expect(state.obstacle == nil)
            try await harness.mendJournal()
            try await eventually(within: .seconds(30)) { state.concern == nil }
            try await harness.retryParked()
            try await eventually(within: .seconds(30)) { try await service.written() >= 25 }
        }
        for caseID in cases { #expect(try await harness.entries(of: caseID) == ["1"]) }
    }
}
