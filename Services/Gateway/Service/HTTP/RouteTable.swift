import HTTPTypes
import Hummingbird
import Messages

/// One thing that the gateway answers to.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Request, GatewayContext) async throws -> Response

    let method: HTTPRequest.Method
    /// `/v1/cases/{id}`; it also names the endpoint in logs and metrics.
    let path: String
    /// Who may call; `nil` is for everybody, without a token.
    let roles: [Role]?
    let handler: Handler

    static func get(_ path: String, roles: [Role]?, _ handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .get, path: path, roles: roles, handler: handler)
    }

    static func post(_ path: String, roles: [Role]?, _ handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .post, path: path, roles: roles, handler: handler)
    }
}

/// Finds the endpoint of a request, and tells an unknown address from a known one with another method.
struct RouteTable: Sendable {
    private struct Entry {
        let segments: [String]
        let endpoint: Endpoint
    }

    /// By number of segments; literal segments before those in braces.
    private let entries: [Int: [Entry]]

    init(_ endpoints: [Endpoint]) {
        let all = endpoints.map { Entry(segments: Self.segments($0.path), endpoint: $0) }
        entries = Dictionary(grouping: all, by: \.segments.count).mapValues { entries in
            entries.sorted { $0.segments.count(where: Self.isName) < $1.segments.count(where: Self.isName) }
        }
    }

    func find(_ method: HTTPRequest.Method, _ path: String) throws -> (endpoint: Endpoint, values: [String: String]) {
        guard path.hasPrefix("/"), !path.contains("//") else { throw HTTPProblem.notFound }
        let parts = Self.segments(path)
        guard parts.allSatisfy({ $0.utf8.count <= 200 }) else { throw HTTPProblem.notFound }
        var allowed: [String] = []
        for entry in entries[parts.count] ?? [] {
            guard let values = Self.match(entry.segments, parts) else { continue }
            if entry.endpoint.method == method { return (entry.endpoint, values) }
            if !allowed.contains(entry.endpoint.method.rawValue) { allowed.append(entry.endpoint.method.rawValue) }
        }
        throw allowed.isEmpty ? HTTPProblem.notFound : HTTPProblem.methodNotAllowed(allowed)
    }

    private static func match(_ pattern: [String], _ parts: [String]) -> [String: String]? {
        var values: [String: String] = [:]
        for (segment, part) in zip(pattern, parts) {
            if isName(segment) {
                guard let value = part.removingPercentEscapes, !value.isEmpty else { return nil }
                values[String(segment.dropFirst().dropLast())] = value
            } else if segment != part {
                return nil
            }
        }
        return values
    }

    private static func segments(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init)
    }

    private static func isName(_ segment: String) -> Bool { segment.hasPrefix("{") }
}

extension String {
    /// `nil` when an escape is malformed, or the text is not UTF-8 or holds U+0000.
    fileprivate var removingPercentEscapes: String? {
        var bytes: [UInt8] = []
        var rest = Substring(self).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return nil
            }
            rest = rest.dropFirst(2)
            bytes.append(value)
        }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }
}
