import Database
import GatewayService
import HTTPTypes
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Commands over HTTP (GW-01, BX-01)", .timeLimit(.minutes(2)))
struct CommandTests {
    @Test("given a request, when it is posted without a broker, then it is accepted, stored and waits in the outbox")
    func accepts() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let answer = try await client.post("/v1/service-requests", Sample.request)
            #expect(answer.status == 202)
            let id = try #require(answer.id)
            #expect(answer.header("Location") == "/v1/commands/\(id)")
            #expect(answer.header("Retry-After") == "1")
            let shown = try await client.get("/v1/commands/\(id)")
            #expect(shown.body["state"] == "accepted")
            #expect(shown.body["type"] == "aftercare.intake.register-service-request.v1")
        }
        let sent = try await fixture.harness.sent(RegisterServiceRequestV1.self)
        #expect(sent.count == 1)
        #expect(sent.first?.region == "SH")
    }

    @Test("given every command contract with a route, when its address is asked with GET, then it allows its method")
    func routesAreDerived() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let index = try await client.get("/", as: nil)
            for command in Catalogue.routedCommands {
                let line = "\(command.route.method) \(command.route.path)"
                guard case .array(let endpoints)? = index.body["endpoints"] else { return }
                #expect(endpoints.contains(.string(line)), "\(line) is missing")
            }
        }
    }

    @Test("given a body that breaks its schema, when it is posted, then every fault is named in both languages")
    func validates() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let body: JSONValue = [
                "channel": "pigeon", "contactType": "repair", "customer": ["language": "zh", "hat": "red"],
                "product": ["category": "x"], "symptom": 7, "region": "SH",
            ]
            let answer = try await client.post("/v1/service-requests", body)
            #expect(answer.status == 422)
            #expect(answer.code == "invalid-body")
            #expect(
                Set(answer.faults) == [
                    "/channel unknown-value", "/customer/name missing", "/customer/hat unknown-member",
                    "/symptom wrong-type",
                ]
            )
            #expect(answer.text.contains("\"zh\""))
        }
        #expect(try await fixture.count("command") == 0)
        #expect(try await fixture.count("outbox") == 0)
    }

    @Test(
        "given bytes that are no JSON document, when they are posted, then the answer is 400",
        arguments: ["{", "{\"a\":1,\"a\":2}", "\"\\u0000\"", "[1,]", "{} {}", "\u{FEFF}{}"]
    )
    func malformed(text: String) async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let answer = try await client.send(.post, "/v1/service-requests", text, as: [.agent])
            #expect(answer.status == 400)
            #expect(answer.code == "malformed-json")
        }
    }

    @Test("given names in the address, when a command is posted, then they are members of its body and must agree")
    func pathParameters() async throws {
        let fixture = try await GatewayFixture()
        let (caseID, other) = (Sample.caseID(), Sample.caseID())
        try await fixture.serve { client async throws in
            let path = "/v1/cases/\(caseID)/cancellation"
            #expect(try await client.post(path, ["reason": "不需要了"]).status == 202)
            let same: JSONValue = ["reason": "不需要了", "caseID": .string(caseID.description)]
            #expect(try await client.post(path, same).status == 202)
            let conflict: JSONValue = ["reason": "不需要了", "caseID": .string(other.description)]
            #expect(try await client.post(path, conflict).faults == ["/caseID conflicts-with-path"])
            #expect(
                try await client.post("/v1/cases/7/cancellation", ["reason": "x"]).faults == ["/caseID wrong-format"]
            )
        }
        #expect(try await fixture.harness.sent(CancelCaseV1.self).map(\.caseID) == [caseID, caseID])
        let keys = try await fixture.harness.pool.query("select distinct key, correlation_id from outbox")
        #expect(keys.count == 1)
        #expect(try keys.first?.decode("key", as: String.self) == caseID.description)
        #expect(try keys.first?.decode("correlation_id", as: UniqueID.self) == caseID.value)
    }

    @Test("given a caller's trace, when a command is accepted, then the outbox row continues it and names the sender")
    func trace() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let answer = try await client.post(
                "/v1/service-requests",
                Sample.request,
                headers: ["traceparent": trace, "X-Request-ID": "abc-1"]
            )
            #expect(answer.header("X-Request-ID") == "abc-1")
        }
        let row = try #require(
            try await fixture.harness.pool.query(
                "select headers::text as headers from outbox where type not like '%subject-key%'"
            ).first
        )
        let headers = try row.decode("headers", as: String.self)
        #expect(headers.contains("00-4bf92f3577b34da6a3ce929d0e0e4736-"))
        #expect(headers.contains("wang"))
    }
}
