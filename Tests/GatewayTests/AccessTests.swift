import Foundation
import GatewayService
import Messages
import TestKit
import Testing
import Vocabulary

@Suite("Who may come in (GW-24)", .timeLimit(.minutes(2)))
struct AccessTests {
    @Test("given no token, a foreign one or an expired one, when something is asked, then the answer is 401")
    func unauthenticated() async throws {
        let fixture = try await GatewayFixture()
        let foreign = try await GatewayFixture.token(roles: [.admin], secret: "another secret of more than 32 bytes…")
        let expired = try await GatewayFixture.token(roles: [.admin], expires: Date(timeIntervalSinceNow: -1))
        // {"alg":"none"} with the claims of an administrator and no signature.
        let parts = try await GatewayFixture.token(roles: [.admin]).split(separator: ".")
        let unsigned = "eyJhbGciOiJub25lIn0.\(parts[1])."
        try await fixture.serve { client async throws in
            for header in ["", "Bearer", "Bearer \(foreign)", "Bearer \(expired)", "Bearer \(unsigned)", "Basic eA=="] {
                let answer = try await client.get("/v1/cases", as: nil, headers: ["Authorization": header])
                #expect(answer.status == 401)
                #expect(answer.header("WWW-Authenticate")?.hasPrefix("Bearer") == true)
                #expect(answer.code == "unauthenticated")
                #expect(answer.header("Content-Type") == "application/problem+json")
            }
        }
    }

    @Test("given a role that the contract does not name, when a command is sent, then the answer is 403; admin may all")
    func roles() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let refused = try await client.post("/v1/service-requests", Sample.request, as: [.partsClerk])
            #expect(refused.status == 403)
            #expect(refused.body["detailZh"]?.stringValue?.contains("agent") == true)
            let none = try await client.post("/v1/service-requests", Sample.request, as: [])
            #expect(none.status == 403)
            let admitted = try await client.post("/v1/service-requests", Sample.request, as: [.admin])
            #expect(admitted.status == 202)
        }
    }

    @Test("given a customer, when commands are sent and lists asked, then only the sending is permitted")
    func customers() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let sent = try await client.post("/v1/service-requests", Sample.request, as: [.customer])
            #expect(sent.status == 202)
            for path in ["/v1/cases", "/v1/customers", "/v1/cases/\(Sample.caseID())"] {
                #expect(try await client.get(path, as: [.customer]).status == 403)
            }
        }
    }

    @Test("given somebody else's command, when it is asked for, then it is unknown, but not to an auditor")
    func othersCommands() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.serve { client async throws in
            let sent = try await client.post("/v1/service-requests", Sample.request, subject: "wang")
            let path = try #require(sent.header("Location"))
            #expect(try await client.get(path, subject: "wang").status == 200)
            #expect(try await client.get(path, subject: "li").status == 404)
            #expect(try await client.get(path, as: [.auditor], subject: "li").status == 200)
            let ids: JSONValue = ["ids": .array([.string(try #require(sent.id).description)])]
            #expect(try await client.post("/v1/commands/lookup", ids, subject: "wang").items.count == 1)
            #expect(try await client.post("/v1/commands/lookup", ids, subject: "li").items.isEmpty)
        }
    }
}
