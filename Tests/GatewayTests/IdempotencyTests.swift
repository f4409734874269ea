import Database
import GatewayService
import Messages
import TestKit
import Testing
import Vocabulary

@Suite("Idempotency-Key (BX-06)", .timeLimit(.minutes(2)))
struct IdempotencyTests {
    @Test("given the same key and body, when posted again in another order of members, then it is the same command")
    func same() async throws {
        let fixture = try await GatewayFixture()
        guard case .object(let members) = Sample.request else { return }
        try await fixture.serve { client async throws in
            let key = ["Idempotency-Key": "k-1"]
            let first = try await client.post("/v1/service-requests", Sample.request, headers: key)
            let again = try await client.post("/v1/service-requests", .object(members.reversed()), headers: key)
            #expect(first.status == 202)
            #expect(again.status == 202)
            #expect(first.id == again.id)
        }
        #expect(try await fixture.count("command") == 1)
        #expect(try await fixture.count("outbox where type like '%register-service-request%'") == 1)
        #expect(try await fixture.count("subject_key") == 1)
    }

    @Test("given the same key and another body, when posted, then the answer is 422 and nothing is accepted")
    func other() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let key = ["Idempotency-Key": "k-1"]
            _ = try await client.post("/v1/service-requests", Sample.request, headers: key)
            let other = Sample.request.setting("region", to: "BJ")
            let answer = try await client.post("/v1/service-requests", other, headers: key)
            #expect(answer.status == 422)
            #expect(answer.code == "idempotency-key-reused")
            let neighbour = try await client.post("/v1/service-requests", other, subject: "li", headers: key)
            #expect(neighbour.status == 202)
        }
        #expect(try await fixture.count("command") == 2)
    }

    @Test("given many at once with one key, when they end, then there is one command")
    func concurrent() async throws {
        let fixture = try await GatewayFixture()
        let answers = try await fixture.serve { client async throws in
            try await withThrowingTaskGroup(of: GatewayClient.Answer.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        try await client.post(
                            "/v1/service-requests",
                            Sample.request,
                            headers: ["Idempotency-Key": "\"once\""]
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(answers.map(\.status) == Array(repeating: 202, count: 12))
        #expect(Set(answers.map(\.id)).count == 1)
        #expect(try await fixture.count("command") == 1)
    }

    @Test("given a key older than 48 hours, when it is used again, then it is free")
    func expired() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let key = ["Idempotency-Key": "k-1"]
            let first = try await client.post("/v1/service-requests", Sample.request, headers: key)
            _ = try await fixture.harness.pool.execute(
                "update idempotency_key set created_at = created_at - interval '48 hours 1 second'"
            )
            let other = Sample.request.setting("region", to: "BJ")
            let answer = try await client.post("/v1/service-requests", other, headers: key)
            #expect(answer.status == 202)
            #expect(answer.id != first.id)
        }
    }

    @Test("given a key that ended, when the same is posted again, then the answer is the outcome")
    func ended() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let key = ["Idempotency-Key": "k-1"]
            let first = try await client.post("/v1/service-requests", Sample.request, headers: key)
            let id = CommandID(try #require(first.id))
            try await fixture.harness.send(
                CommandCompletedV1(commandID: id, aggregate: "case", aggregateID: "\(id)", version: 1),
                from: .intake
            )
            let again = try await client.post("/v1/service-requests", Sample.request, headers: key)
            #expect(again.status == 201)
            #expect(again.id == first.id)
        }
    }

    @Test(
        "given a key that is none, when it is sent, then the answer is 400",
        arguments: ["漏水", String(repeating: "k", count: 201)]
    )
    func bad(key: String) async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let answer = try await client.post(
                "/v1/service-requests",
                Sample.request,
                headers: ["Idempotency-Key": key]
            )
            #expect(answer.status == 400)
        }
    }
}
