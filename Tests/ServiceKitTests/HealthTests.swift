import Hummingbird
import HummingbirdTesting
import Logging
import Metrics
import ServiceKit
import Testing

@Suite("Health endpoints")
struct HealthTests {
    private let checks = HealthChecks()
    private let metrics = PrometheusMetrics()

    private var application: some ApplicationProtocol {
        HealthServer(
            host: "127.0.0.1",
            port: 0,
            checks: checks,
            metrics: metrics,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).application
    }

    @Test("given checks that hold or are impaired, when /readyz is asked, then the instance is ready")
    func ready() async throws {
        checks.register("database") { .ready }
        checks.register("broker") { .impaired("no broker answers") }
        try await application.test(.router) { client in
            let answer = try await client.execute(uri: "/readyz", method: .get)
            #expect(answer.status == .ok)
            #expect(
                String(buffer: answer.body) == """
                    {"status":"ready","checks":[\
                    {"name":"broker","status":"impaired","detail":"no broker answers"},\
                    {"name":"database","status":"ready"}]}

                    """
            )
        }
    }

    @Test("given one check that fails, when /readyz is asked, then the answer is 503 with the reason; it lives on")
    func notReady() async throws {
        checks.register("schema") { .notReady("run migrate") }
        try await application.test(.router) { client in
            let answer = try await client.execute(uri: "/readyz", method: .get)
            #expect(answer.status == .serviceUnavailable)
            #expect(String(buffer: answer.body).contains("run migrate"))
            let life = try await client.execute(uri: "/livez", method: .get)
            #expect(life.status == .ok)
        }
    }

    @Test("given a part that hangs, when /livez is asked, then the answer is 503 with the reason")
    func hanging() async throws {
        checks.registerLife("consumer") { "the consumer has not come forward" }
        try await application.test(.router) { client in
            let life = try await client.execute(uri: "/livez", method: .get)
            #expect(life.status == .serviceUnavailable)
            #expect(String(buffer: life.body).contains("not come forward"))
        }
    }

    @Test("given a check that never answers, when it is evaluated, then it counts as not ready")
    func silent() async {
        checks.register("stuck") {
            try? await Task.sleep(for: .seconds(3600))
            return .ready
        }
        let answers = await checks.evaluate(within: .milliseconds(20))
        #expect(answers.count == 1)
        #expect(answers.first?.state != .ready)
    }

    @Test("given a shutdown, when /readyz is asked, then the instance is not ready any more")
    func draining() async throws {
        checks.register("database") { .ready }
        checks.beginDraining()
        try await application.test(.router) { client in
            let answer = try await client.execute(uri: "/readyz", method: .get)
            #expect(answer.status == .serviceUnavailable)
        }
    }

    @Test("given a metric, when /metrics is asked, then it and the process are shown as text 0.0.4")
    func metricsEndpoint() async throws {
        Counter(label: "seen", factory: metrics).increment()
        try await application.test(.router) { client in
            let answer = try await client.execute(uri: "/metrics", method: .get)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(String(buffer: answer.body).contains("seen_total 1\n"))
            #expect(String(buffer: answer.body).contains("process_resident_memory_bytes "))
        }
    }
}
