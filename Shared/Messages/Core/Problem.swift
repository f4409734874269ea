import Vocabulary

/// Why a request was refused, for programs and for people (RFC 9457, `application/problem+json`).
package struct Problem: Codable, Hashable, Sendable {
    /// URI of the kind of problem.
    package let type: String
    package let title: String
    /// HTTP status.
    package let status: Int
    package let detail: String
    package let detailZh: String
    /// Stable, English, kebab case.
    package let code: String
    package let errors: [FieldFault]

    package init(
        type: String,
        title: String,
        status: Int,
        detail: String,
        detailZh: String,
        code: String,
        errors: [FieldFault] = []
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.detailZh = detailZh
        self.code = code
        self.errors = errors
    }

    package static let schema = Schema.object([
        .required("type", .line),
        .required("title", .line),
        .required("status", .integer(400...599)),
        .required("detail", .text),
        .required("detailZh", .text),
        .required("code", .code),
        .required("errors", .array(of: FieldFault.schema, maximum: 100)),
    ])
}

extension FieldFault {
    package static let schema = Schema.object([
        .required("pointer", .string(minimum: 0, maximum: 500)),
        .required("code", .code),
        .required("detail", .object([.required("zh", .text), .required("en", .text)])),
    ])
}
