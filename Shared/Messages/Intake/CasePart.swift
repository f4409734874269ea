import Vocabulary

/// One thing that a case is made of or waits for.
package struct CasePart: Codable, Hashable, Sendable {
    package let kind: Wire.CasePartKind
    /// Unknown while the part is only expected.
    package let id: UniqueID?
    package let status: Wire.CasePartStatus

    package init(kind: Wire.CasePartKind, id: UniqueID? = nil, status: Wire.CasePartStatus) {
        self.kind = kind
        self.id = id
        self.status = status
    }

    package static let schema = Schema.object([
        .required("kind", Wire.CasePartKind.schema),
        .optional("id", .uuid),
        .required("status", Wire.CasePartStatus.schema),
    ])
}
