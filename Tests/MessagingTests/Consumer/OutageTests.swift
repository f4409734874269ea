import Database
import Messages
import TestKit
import Testing
import Vocabulary

@testable import Messaging

@Suite("A database that goes away", .serialized, .timeLimit(.minutes(3)))
struct OutageTests {
    @Test(
        "given PostgreSQL stopped at once again and again, when messages flow, then nothing is parked, lost or doubled"
    )
    func survivesRestarts() async throws {
        let server = try await RestartableServer()
        let harness = try await ServiceHarness(
            service: .dispatch,
            migrations: Journal.migrations,
            handlers: [.on(WhenCaseIsCancelledWriteItDown())],
            on: server.url
        )
        let service = try await ListeningService(harness)
        let state = harness.processor.state
        let cases = (0..<10).map { _ in CaseID.new() }
        try await service.running([service.consumer()]) {
            for round in 0..<3 {
                try await service.publish(cases.map { ($0, "\(2 * round)") })
                try await eventually(within: .seconds(60)) { try await service.written() > round * 20 }
                try await server.stop()
                try await service.publish(cases.map { ($0, "\(2 * round + 1)") })
                try await eventually(within: .seconds(60)) { state.obstacle != nil }
                #expect(state.obstacle?.contains("in a row") == true)
                try await server.start()
                try await eventually(within: .seconds(60)) {
                    let written = try? await service.written()
                    return written == (round + 1) * 20 && state.obstacle == nil
                }
            }
        }
        for caseID in cases { #expect(try await harness.entries(of: caseID) == (0..<6).map(String.init)) }
        #expect(try await harness.count("select count(*) from parked_lane") == 0)
        #expect(try await harness.count("select count(*) from dead_letter") == 0)
        #expect(try await harness.count("select count(*) from inbox") == 60)
        await harness.pool.shutdown()
        try await server.stop()
        server.remove()
    }
}
