import GatewayService
import HTTPTypes
import Messages
import TestKit
import Testing
import Vocabulary

@Suite("What the HTTP door refuses (GW-01)", .timeLimit(.minutes(2)))
struct NegotiationTests {
    @Test("given an unknown address or a wrong method, when it is asked, then 404 and 405 are told apart")
    func addresses() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            for path in ["/nothing", "/v1", "/v1/cases/a/b/c/d/e", "//v1/cases", "/v1/cases/%zz", "/v1/cases/%00"] {
                #expect(try await client.get(path).status == 404, "\(path)")
            }
            let wrong = try await client.send(.delete, "/v1/cases", nil, as: [.admin])
            #expect(wrong.status == 405)
            #expect(wrong.header("Allow") == "GET")
            #expect(try await client.get("/v1/service-requests").header("Allow") == "POST")
        }
    }

    @Test("given formats other than JSON, when they are sent or wanted, then the answer is 415 or 406")
    func formats() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let path = "/v1/service-requests"
            for type in ["text/plain", "", "application/json; charset=gbk"] {
                let answer = try await client.post(path, Sample.request, headers: ["Content-Type": type])
                #expect(answer.status == 415)
            }
            let zipped = try await client.post(path, Sample.request, headers: ["Content-Encoding": "gzip"])
            #expect(zipped.status == 415)
            #expect(try await client.get("/v1/cases", headers: ["Accept": "text/html"]).status == 406)
            for accept in ["*/*", "text/html, application/json;q=0.5", "application/*"] {
                #expect(try await client.get("/v1/cases", headers: ["Accept": accept]).status == 200)
            }
        }
    }

    @Test("given a body over 256 kB, when it is posted, then the answer is 413")
    func size() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let body = Sample.request.setting("symptom", to: .string(String(repeating: "x", count: 262_144)))
            #expect(try await client.post("/v1/service-requests", body).status == 413)
        }
    }

    @Test(
        "given a parameter that is unknown, doubled or out of range, when a list is asked, then the answer is 400",
        arguments: [
            "colour=red", "limit=0", "limit=201", "limit=x", "sort=name", "caseID=7", "cursor=!", "status=",
            "limit=1&limit=1",
        ]
    )
    func parameters(query: String) async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let answer = try await client.get("/v1/work-orders?\(query)")
            #expect(answer.status == 400)
            #expect(answer.code == "bad-parameter")
        }
    }

    @Test("given any answer, when it is sent, then it has a request id and the security headers")
    func headers() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            for path in ["/", "/nothing", "/v1/cases"] {
                let answer = try await client.get(path, headers: ["X-Request-ID": "bad id\u{7F}"])
                #expect(answer.header("X-Request-ID").flatMap(UniqueID.init) != nil)
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                #expect(answer.header("Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'")
                #expect(answer.header("Cache-Control") == "no-store")
            }
        }
    }
}
