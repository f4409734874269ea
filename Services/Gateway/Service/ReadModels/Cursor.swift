import Foundation

/// Where the next page of a list begins, as an opaque word that fits into an address.
enum Cursor {
    static let problem = HTTPProblem.badParameter(
        "cursor",
        "不是此列表给出的游标；请从第一页开始",
        "is not one that this list gave; begin with the first page"
    )

    static func encode(_ parts: [String]) -> String {
        Data(parts.joined(separator: "\n").utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func decode(_ text: String) throws -> [String] {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        guard let data = Data(base64Encoded: standard + padding), let parts = String(data: data, encoding: .utf8),
            !parts.utf8.contains(0)
        else { throw problem }
        return parts.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
