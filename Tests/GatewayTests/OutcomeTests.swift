import Database
import GatewayService
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Outcomes of commands (BX-01)", .timeLimit(.minutes(2)))
struct OutcomeTests {
    /// Posts with `Prefer: wait`, lets the body send the outcome, and returns the answer.
    private func wait(
        _ fixture: GatewayFixture,
        _ preference: String,
        outcome: @Sendable @escaping (CommandID) async throws -> Void
    ) async throws -> GatewayClient.Answer {
        async let answer = fixture.serve { client async throws in
            try await client.post("/v1/service-requests", Sample.request, headers: ["Prefer": preference])
        }
        let id = try await eventuallyFound {
            try await fixture.harness.pool.query("select id from command where state = 'accepted'").first?
                .decode("id", as: UniqueID.self)
        }
        try await outcome(CommandID(id))
        return try await answer
    }

    @Test("given a waiting sender, when the command completes, then the answer is 201 with the outcome")
    func completed() async throws {
        let fixture = try await GatewayFixture()
        let answer = try await wait(fixture, "respond-async, wait=8") { id in
            try await fixture.harness.send(
                CommandCompletedV1(commandID: id, aggregate: "case", aggregateID: "\(id)"),
                from: .intake
            )
        }
        #expect(answer.status == 201)
        #expect(answer.header("Preference-Applied") == "wait=8")
        #expect(answer.header("Location") == "/v1/cases/\(answer.body["id"]?.stringValue ?? "")")
        #expect(answer.body["state"] == "completed")
        #expect(answer.body["aggregate"] == "case")
    }

    @Test("given a waiting sender, when the command changes something that was there, then the answer is 200")
    func changed() async throws {
        let fixture = try await GatewayFixture()
        let answer = try await wait(fixture, "wait=8") { id in
            try await fixture.harness.send(
                CommandCompletedV1(commandID: id, aggregate: "case", aggregateID: "\(Sample.caseID())"),
                from: .intake
            )
        }
        #expect(answer.status == 200)
        #expect(answer.header("Location")?.hasPrefix("/v1/commands/") == true)
    }

    @Test("given a waiting sender, when the command is rejected, then the answer is the problem with its status")
    func rejected() async throws {
        let fixture = try await GatewayFixture()
        let answer = try await wait(fixture, "wait=8") { id in
            let problem = Problem(
                type: "urn:aftercare:problem:already-closed",
                title: "The command was refused",
                status: 409,
                detail: "The case is closed.",
                detailZh: "服务单已关闭",
                code: "already-closed"
            )
            try await fixture.harness.send(CommandRejectedV1(commandID: id, problem: problem), from: .intake)
        }
        #expect(answer.status == 409)
        #expect(answer.header("Content-Type") == "application/problem+json")
        #expect(answer.code == "already-closed")
        #expect(answer.body["commandID"] != nil)
    }

    @Test(
        "given a waiting sender, when no outcome comes in time, then the answer is 202",
        arguments: ["wait=0", "wait=1", "wait=x"]
    )
    func late(preference: String) async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let answer = try await client.post(
                "/v1/service-requests",
                Sample.request,
                headers: ["Prefer": preference]
            )
            #expect(answer.status == 202)
            #expect(answer.header("Preference-Applied") == nil)
        }
    }

    @Test("given an outcome of a command from a topic, when it is asked for, then integrators see it")
    func unknownCommand() async throws {
        let fixture = try await GatewayFixture()
        let id = CommandID(.version7(at: .now))
        try await fixture.harness.send(CommandCompletedV1(commandID: id), from: .intake)
        try await fixture.serve { client async throws in
            let shown = try await client.get("/v1/commands/\(id)", as: [.integrator])
            #expect(shown.body["state"] == "completed")
            #expect(try await client.get("/v1/commands/\(id)", as: [.agent]).status == 404)
        }
    }

    @Test("given two outcomes of one command, when both arrive in one batch or later, then the first stands")
    func firstStands() async throws {
        let fixture = try await GatewayFixture()
        let id = CommandID(.version7(at: .now))
        let problem = Problem([])
        let first = try fixture.harness.record(of: CommandCompletedV1(commandID: id, version: 4), from: .intake)
        let second = try fixture.harness.record(of: CommandRejectedV1(commandID: id, problem: problem), from: .intake)
        try await fixture.harness.deliver([first, second])
        try await fixture.harness.send(CommandRejectedV1(commandID: id, problem: problem), from: .intake)
        try await fixture.serve { client async throws in
            let shown = try await client.get("/v1/commands/\(id)", as: [.auditor])
            #expect(shown.body["state"] == "completed")
            #expect(shown.body["aggregateVersion"] == 4)
        }
    }
}
