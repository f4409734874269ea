import AsyncHTTPClient
import Database
import Foundation
import Messages
import Messaging
import OperatorKit
import Vocabulary

/// G1 and G2 on the real gateway and the real intake, in a database and on a broker of their own.
package struct GatewayRows: Sendable {
    private let stand: Stand
    private let seed: UInt64
    private let gateway: Worker
    private let client: GatewayClient
    private let pool: ConnectionPool
    private let others: [Worker]

    /// Starts the two services beside a stand.
    package init(beside stand: Stand, seed: UInt64) async throws {
        self.stand = stand
        self.seed = seed
        var ports = PortPlan()
        let port = try ports.chooseQuietly(from: Int.random(in: 29_000..<30_000))
        let brokerPort = try ports.chooseQuietly(from: Int.random(in: 30_000..<31_000))
        let url = try await Self.makeDatabase(stand, "gateway_rows")
        let secret = try stand.directory.makeSecret("jwt")
        let environment = [
            "DATABASE_URL": url, "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:\(brokerPort)", "KAFKA_SESSION_TIMEOUT": "6",
            "GATEWAY_PORT": "\(port)", "AFTERCARE_JWT_SECRET": secret,
            "AFTERCARE_MASTER_KEY": try stand.directory.makeSecret("master"), "LOG_LEVEL": "notice",
            "AFTERCARE_LEASE_SECONDS": "\(stand.plan.leaseSeconds)",
        ]
        let directory = stand.directory
        let broker = Worker(
            "gateway-rows-broker",
            try Programs.path("aftercare"),
            ["broker", "--port", "\(brokerPort)"],
            environment: [:],
            directory: directory
        )
        try await broker.start()
        for name in ["gateway", "intake"] {
            try await ChildProcess.run(try Programs.path(name), ["migrate"], environment: environment)
        }
        gateway = Worker(
            "real-gateway",
            try Programs.path("gateway"),
            ["serve"],
            environment: environment,
            directory: directory
        )
        let intake = Worker(
            "real-intake",
            try Programs.path("intake"),
            ["serve"],
            environment: environment,
            directory: directory
        )
        try await gateway.start()
        try await intake.start()
        others = [broker, intake]
        let issuer = await TokenIssuer(secret: secret)
        client = try await GatewayClient(base: "http://127.0.0.1:\(port)", issuer: issuer, subject: "faults")
        let configuration = DatabaseConfiguration(url: url, role: nil, schema: "public", applicationName: "checker")
        pool = ConnectionPool(configuration: configuration, size: 2, logger: stand.logger)
    }

    package func end() async {
        for worker in others + [gateway] { _ = try? await worker.stop(with: SIGKILL) }
        await pool.shutdown()
    }

    /// The gateway dies between accept and persist, then between persist and reply; its clients ask again with their keys.
    package func killBesidePersisting() async throws -> RowResult {
        var result = RowResult(
            row: "G1",
            title: "gateway killed between accept and persist, and between persist and reply",
            seed: seed,
            verdict: .held
        )
        var random = SeededRandom(seed: seed)
        for point in ["gateway.accepted", "gateway.persisted"] {
            let before = await gateway.endings.count
            let passes = Int.random(in: 0...6, using: &random)
            try await gateway.restart(failpoints: "\(point):kill:1:after=\(passes):count=1")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask { _ = try await post("\(point)-\(number)", symptom: "漏水 \(number)") }
                }
                try await group.waitForAll()
            }
            if await gateway.endings.count < before + 2 { result.verdict = .notShown }
        }
        result.steps = 24
        result.violations = try await violations(expected: 24, "gateway.%").map(\.description)
        if !result.violations.isEmpty { result.verdict = .violated }
        return result
    }

    /// Fifty posts at once with one key are one command; the key with another body is refused.
    package func postSideBySide() async throws -> RowResult {
        var result = RowResult(row: "G2", title: "fifty posts with one key at once", seed: seed, verdict: .held)
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await post("same", symptom: "不制热") } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        if ids.count != 1 { result.violations.append("I8: one key gave \(ids.count) commands") }
        do {
            _ = try await post("same", symptom: "另一个问题")
            result.violations.append("I8: the key was taken again with another body")
        } catch let refused as GatewayClient.Refused where [409, 422].contains(refused.status) {
            result.notes.append("the key with another body: \(refused.status)")
        }
        result.steps = 51
        result.violations += try await violations(expected: 1, "same").map(\.description)
        if !result.violations.isEmpty { result.verdict = .violated }
        return result
    }

    /// - Returns: the id of the command.
    private func post(_ key: String, symptom: String) async throws -> String {
        let body: JSONValue = [
            "channel": "phone", "contactType": "repair", "customer": ["name": "王芳", "language": "zh"],
            "product": ["category": "coffee machine"], "symptom": .string(symptom), "region": "SH",
        ]
        let answer = try await client.post("/v1/service-requests", body, as: .agent, idempotencyKey: key)
        return answer["id"]?.stringValue ?? ""
    }

    /// Commands of these keys against the cases they made.
    private func violations(expected: Int, _ keys: String) async throws -> [Violation] {
        let end = ContinuousClock.now + .seconds(60)
        var found: [Violation] = []
        repeat {
            let rows = try await pool.query(
                """
                select count(*) as commands, count(c.id) as cases,
                    count(*) filter (where state = 'completed') as completed,
                    (select count(*) from gateway.outbox o where o.event_id in (
                        select command_id from gateway.idempotency_key where key like \(keys))) as sent
                from gateway.idempotency_key k join gateway.command m on m.id = k.command_id
                left join intake.service_case c on c.id = m.id where k.key like \(keys)
                """
            )
            found = []
            for column in ["commands", "cases", "completed", "sent"] {
                let count = Int(try rows[0].decode(column, as: Int64.self))
                if count != expected { found.append(Violation(.oneOutcome, "\(count) \(column) for \(expected) keys")) }
            }
            if found.isEmpty { return [] }
            try await Task.sleep(for: .milliseconds(200))
        } while ContinuousClock.now < end
        return found
    }

    private static func makeDatabase(_ stand: Stand, _ name: String) async throws -> String {
        let url = await stand.databaseURL
        let configuration = DatabaseConfiguration(url: url, role: nil, schema: "public", applicationName: "faults")
        let pool = ConnectionPool(configuration: configuration, size: 1, logger: stand.logger)
        _ = try await pool.execute("create database \(unsafe: name)")
        await pool.shutdown()
        var options = try ConnectionOptions(url: url)
        options["dbname"] = name
        return options.url
    }
}
