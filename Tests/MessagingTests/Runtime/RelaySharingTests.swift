import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Relays that share the lanes", .serialized, .timeLimit(.minutes(3)))
struct RelaySharingTests {
    @Test("given one relay with all lanes, when others come and go, then each has its share of them")
    func sharesLanes() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        try await fixture.relaying(on: broker) {
            try await eventually(within: .seconds(30)) { try await fixture.lanes() == ["a": 4] }
            try await fixture.relaying(on: broker, as: ["b"]) {
                try await eventually(within: .seconds(30)) { try await fixture.lanes() == ["a": 2, "b": 2] }
                try await fixture.relaying(on: broker, as: ["c"]) {
                    try await eventually(within: .seconds(30)) {
                        try await fixture.lanes() == ["a": 2, "b": 1, "c": 1]
                    }
                }
            }
            try await eventually(within: .seconds(30)) { try await fixture.lanes() == ["a": 4] }
        }
        #expect(try await fixture.lanes().isEmpty)
    }

    @Test("given two relays that tear the lanes from each other, then every message is there in order, none invented")
    func survivesForcedTakeOvers() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let cases = (0..<6).map { _ in CaseID.new() }
        try await fixture.relaying(on: broker, as: ["a", "b"]) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caseID in cases {
                    group.addTask { try await fixture.say((1...40).map(String.init), about: caseID) }
                }
                // As if the owner had slept through its lease: the other takes over while it still publishes.
                group.addTask {
                    for lane in 0..<60 {
                        try await fixture.pool.execute(
                            "update relay_lane set expires_at = '-infinity' where lane = \(Int16(lane % 4))"
                        )
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                try await group.waitForAll()
            }
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        for caseID in cases {
            let records = try await RelayFixture.log(of: caseID, on: broker)
            var seen: Set<String> = []
            let own = records.filter { $0.key == Array(caseID.description.utf8) }
            let first = own.filter { seen.insert($0.header("ce_id") ?? "").inserted }
            #expect(try first.map { try CaseCancelledV1.decode($0.value ?? []).reason } == (1...40).map(String.init))
            // One number, one message: whoever sent it.
            let numbers = Dictionary(grouping: records, by: \.number).values.map { Set($0.map { $0.header("ce_id") }) }
            #expect(numbers.allSatisfy { $0.count == 1 })
        }
        #expect(try await fixture.count("select sum(epoch)::bigint from relay_lane") > 8)
    }
}

extension RelayFixture {
    /// How many lanes each instance holds.
    fileprivate func lanes() async throws -> [String: Int] {
        let rows = try await pool.query(
            """
            select owner, count(*) as lanes from relay_lane
            where owner is not null and expires_at > clock_timestamp() group by owner
            """
        )
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.decode("owner"), try $0.decode("lanes")) })
    }
}
