import Database
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Messaging
import Metrics
import NIOCore
import ServiceKit
import Vocabulary

/// Answers every request: finds the endpoint, lets the sender in, turns every failure into a problem, and writes the
/// access log, which names the endpoint and never what stood in the address, the query or the body.
struct Frontdoor: HTTPResponder {
    typealias Context = GatewayContext

    private let routes: RouteTable
    private let doorkeeper: Doorkeeper
    private let logger: Logger

    init(endpoints: [Endpoint], doorkeeper: Doorkeeper, logger: Logger) {
        routes = RouteTable(endpoints)
        self.doorkeeper = doorkeeper
        self.logger = logger
    }

    func respond(to request: Request, context: GatewayContext) async throws -> Response {
        let requestID = Self.requestID(of: request)
        let trace = TraceContext.continuing(
            request.headers[.traceparent],
            state: request.headers[.tracestate]
        )
        return await TraceContext.$current.withValue(trace) {
            let started = ContinuousClock.now
            var path = "unknown"
            var response: Response
            do {
                response = try await answer(request, context, path: &path)
            } catch let problem as HTTPProblem {
                response = problem.response(requestID: requestID)
            } catch {
                response = failure(error, requestID: requestID).response(requestID: requestID)
            }
            response.headers[.requestID] = requestID
            response.headers[.traceparent] = trace.description
            Self.secure(&response)
            record(request.method, path, response.status, requestID: requestID, took: started.duration(to: .now))
            return response
        }
    }

    private func answer(_ request: Request, _ context: GatewayContext, path: inout String) async throws -> Response {
        // A HEAD is a GET whose body is left out.
        let isHead = request.method == .head
        let found = try routes.find(isHead ? .get : request.method, request.uri.path)
        path = found.endpoint.path
        try Negotiation.check(request)
        var context = context
        context.pathValues = found.values
        if let roles = found.endpoint.roles { context.principal = try await doorkeeper.admit(request, roles: roles) }
        let response = try await found.endpoint.handler(request, context)
        return isHead ? response.createHeadResponse() : response
    }

    private func failure(_ error: any Error, requestID: String) -> HTTPProblem {
        guard let error = error as? DatabaseError else {
            logger.error("request failed", metadata: ["requestID": "\(requestID)", "errorType": "\(type(of: error))"])
            return .internalFault
        }
        logger.error("database failed", metadata: ["requestID": "\(requestID)", "sqlState": "\(error.sqlState)"])
        return error.isRetriable ? .unavailable : .internalFault
    }

    private static func requestID(of request: Request) -> String {
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
        guard let given = request.headers[.requestID], (1...64).contains(given.count),
            given.allSatisfy(allowed.contains)
        else { return UniqueID.version7(at: .now).description }
        return given
    }

    private static func secure(_ response: inout Response) {
        response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    }

    private func record(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ status: HTTPResponse.Status,
        requestID: String,
        took: Duration
    ) {
        let labels = [("method", Self.known(method)), ("route", path)]
        Counter(label: "gateway_http_requests", dimensions: labels + [("status", "\(status.code)")]).increment()
        Metrics.Timer(label: "gateway_http_request_duration", dimensions: labels)
            .recordNanoseconds(took.microseconds * 1000)
        logger.info(
            "request",
            metadata: [
                "method": "\(Self.known(method))", "route": "\(path)", "status": "\(status.code)",
                "microseconds": "\(took.microseconds)", "requestID": "\(requestID)",
            ]
        )
    }

    /// Methods are free text; only the usual ones become labels.
    private static func known(_ method: HTTPRequest.Method) -> String {
        let usual: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        return usual.contains(method) ? method.rawValue : "other"
    }
}

extension HTTPField.Name {
    static let idempotencyKey = unchecked("Idempotency-Key")
    static let prefer = unchecked("Prefer")
    static let preferenceApplied = unchecked("Preference-Applied")
    static let referrerPolicy = unchecked("Referrer-Policy")
    static let requestID = unchecked("X-Request-ID")
    static let traceparent = unchecked("traceparent")
    static let tracestate = unchecked("tracestate")

    /// For names that are known to be legal.
    private static func unchecked(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .via }
}
