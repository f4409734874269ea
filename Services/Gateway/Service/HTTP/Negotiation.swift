import HTTPTypes
import Hummingbird
import Messages
import NIOCore

/// What formats come in and go out: JSON, nothing else.
enum Negotiation {
    /// The largest body that is read.
    static let maximumBytes = 262_144

    /// Refuses an `Accept` that admits no JSON.
    static func check(_ request: Request) throws {
        let wanted = request.headers[values: .accept].flatMap { $0.split(separator: ",") }
        guard !wanted.isEmpty else { return }
        let known: Set = ["*/*", "application/*", "application/json", "application/problem+json"]
        let admits = wanted.contains { range in
            let parts = range.lowercased().split(separator: ";").map { $0.trimmed }
            let isRefused = parts.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
            return !isRefused && parts.first.map(known.contains) ?? false
        }
        guard admits else { throw HTTPProblem.notAcceptable }
    }

    /// The body as a JSON object; an empty body counts as `{}`.
    static func object(from request: Request) async throws -> JSONValue {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > maximumBytes {
            throw HTTPProblem.bodyTooLarge(limit: maximumBytes)
        }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: maximumBytes)
        } catch is NIOTooManyBytesError {
            throw HTTPProblem.bodyTooLarge(limit: maximumBytes)
        }
        guard buffer.readableBytes > 0 else { return .object([]) }
        try checkContentType(request)
        do {
            return try JSONParser.parse(Array(buffer.readableBytesView))
        } catch {
            throw HTTPProblem.malformed(error)
        }
    }

    private static func checkContentType(_ request: Request) throws {
        let type = (request.headers[.contentType] ?? "").lowercased().split(separator: ";").map { $0.trimmed }
        let charset = type.dropFirst().first { $0.hasPrefix("charset=") }?.dropFirst("charset=".count)
        let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard type.first == "application/json", coding == "identity",
            charset.map({ $0.replacing("\"", with: "") == "utf-8" }) ?? true
        else { throw HTTPProblem.unsupportedMediaType }
    }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    fileprivate var trimmed: String {
        let blank: Set<Character> = [" ", "\t"]
        let head = drop(while: blank.contains)
        return String(head.reversed().drop(while: blank.contains).reversed())
    }
}
