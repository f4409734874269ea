import AsyncHTTPClient
import Foundation
import Messages
import NIOCore
import NIOHTTP1

/// Asks a process whether it may be given work.
package enum HealthProbe {
    package enum Answer: Equatable, Sendable {
        case ready
        case notReady(String)
        case silent

        package var text: String {
            switch self {
            case .ready: "ready"
            case .notReady(let reason): "not ready: \(reason)"
            case .silent: "no answer"
            }
        }
    }

    package static func ask(port: Int, within limit: Duration = .seconds(4)) async -> Answer {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/readyz")
        let timeout = TimeAmount.nanoseconds(limit.nanoseconds)
        guard let response = try? await HTTPClient.shared.execute(request, timeout: timeout) else { return .silent }
        let body = try? await response.body.collect(upTo: 64 * 1024)
        if response.status == .ok { return .ready }
        return .notReady(reason(in: body.map { Array($0.readableBytesView) } ?? []))
    }

    /// The checks of the report that are not ready, with their reasons.
    static func reason(in body: [UInt8]) -> String {
        guard let report = try? JSONParser.parse(body), case .array(let checks)? = report["checks"] else {
            return "it does not say why"
        }
        let reasons = checks.compactMap { check -> String? in
            guard check["status"]?.stringValue != "ready", let name = check["name"]?.stringValue else { return nil }
            return "\(name): \(check["reason"]?.stringValue ?? "not ready")"
        }
        return reasons.isEmpty ? "it does not say why" : reasons.joined(separator: "; ")
    }
}

extension Duration {
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
