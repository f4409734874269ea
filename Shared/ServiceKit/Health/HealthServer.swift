import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Serves `/livez`, `/readyz` and `/metrics`, also while the instance drains.
package struct HealthServer: Service {
    private let host: String
    private let port: Int
    private let checks: HealthChecks
    private let metrics: PrometheusMetrics
    private let logger: Logger

    package init(host: String, port: Int, checks: HealthChecks, metrics: PrometheusMetrics, logger: Logger) {
        self.host = host
        self.port = port
        self.checks = checks
        self.metrics = metrics
        self.logger = logger
    }

    package func run() async throws {
        try await listening(on: host, port: port, setting: "HTTP_PORT") {
            try await application.run()
        }
    }

    package var application: some ApplicationProtocol {
        var quiet = logger
        quiet.logLevel = max(.notice, logger.logLevel)
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { [logger] channel in
                logger.info("health endpoints are up", metadata: ["port": "\(channel.localAddress?.port ?? 0)"])
            },
            logger: quiet
        )
    }

    private var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("livez") { [checks] _, _ in
            let failure = checks.failureOfLife
            return Response(
                status: failure == nil ? .ok : .serviceUnavailable,
                headers: [.contentType: "application/json"],
                text: HealthReport.json(life: failure)
            )
        }
        router.get("readyz") { [checks] _, _ in
            let answers = await checks.evaluate()
            let isReady = answers.allSatisfy { $0.state.admitsWork }
            return Response(
                status: isReady ? .ok : .serviceUnavailable,
                headers: [.contentType: "application/json", .cacheControl: "no-store"],
                text: HealthReport.json(answers, isReady: isReady)
            )
        }
        router.get("metrics") { [metrics] _, _ in
            Response(
                status: .ok,
                headers: [.contentType: PrometheusMetrics.contentType],
                text: metrics.exposition() + ProcessMetrics.exposition()
            )
        }
        return router
    }
}

extension Response {
    fileprivate init(status: HTTPResponse.Status, headers: HTTPFields, text: String) {
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

enum HealthReport {
    /// The body of `/livez`: `{"status":"alive"}`, or why the process has to be ended.
    static func json(life failure: String?) -> String {
        guard let failure else { return "{\"status\":\"alive\"}\n" }
        var text = JSONText()
        text.raw("{\"status\":\"hanging\",\"detail\":")
        text.string(failure)
        text.raw("}\n")
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// The body of `/readyz`: `{"status":"not ready","checks":[{"name":"schema","status":"not ready","detail":"…"}]}`.
    static func json(_ answers: [(name: String, state: HealthState)], isReady: Bool) -> String {
        var text = JSONText()
        text.raw("{\"status\":")
        text.string(isReady ? "ready" : "not ready")
        text.raw(",\"checks\":[")
        for (index, answer) in answers.enumerated() {
            if index > 0 { text.raw(",") }
            text.raw("{\"name\":")
            text.string(answer.name)
            text.raw(",\"status\":")
            switch answer.state {
            case .ready:
                text.raw("\"ready\"")
            case .impaired(let reason):
                text.raw("\"impaired\",\"detail\":")
                text.string(reason)
            case .notReady(let reason):
                text.raw("\"not ready\",\"detail\":")
                text.string(reason)
            }
            text.raw("}")
        }
        text.raw("]}\n")
        return String(decoding: text.bytes, as: UTF8.self)
    }
}
