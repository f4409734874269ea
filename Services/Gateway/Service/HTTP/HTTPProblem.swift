import HTTPTypes
import Hummingbird
import Messages
import NIOCore
import Vocabulary

/// A refusal at the HTTP door, as RFC 9457 says it: what is wrong and what to do, in Chinese and English.
struct HTTPProblem: Error, Sendable {
    /// Stable, kebab case; the last part of the problem's `type`.
    let code: String
    let status: HTTPResponse.Status
    let title: Bilingual
    let detail: Bilingual
    var faults: [FieldFault] = []
    var headers: HTTPFields = [:]

    static let contentType = "application/problem+json"

    /// One shape with the problem in an outcome, and the request's id, so that a person can name it.
    func response(requestID: String) -> Response {
        var members: [JSONValue.Member] = [
            .init("type", .string("urn:aftercare:problem:\(code)")),
            .init("title", .string(title.en)),
            .init("titleZh", .string(title.zh)),
            .init("status", .integer(Int64(status.code))),
            .init("detail", .string(detail.en)),
            .init("detailZh", .string(detail.zh)),
            .init("code", .string(code)),
            .init("instance", .string("urn:aftercare:request:\(requestID)")),
        ]
        members.append(.init("errors", .array(faults.map(Self.json))))
        var headers = headers
        headers[.contentType] = Self.contentType
        let body = JSONValue.object(members).bytes
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    private static func json(_ fault: FieldFault) -> JSONValue {
        [
            "pointer": .string(fault.pointer), "code": .string(fault.code),
            "detail": ["zh": .string(fault.detail.zh), "en": .string(fault.detail.en)],
        ]
    }
}
