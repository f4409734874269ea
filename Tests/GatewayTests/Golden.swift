import Foundation
import Messages
import Vocabulary

/// The golden bodies of the contracts, with their ids exchanged where a test needs its own.
enum Golden {
    static func body<Body: Message>(of type: Body.Type) throws -> JSONValue {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let name = "\(Body.contract.name).v\(Body.contract.version).full.json"
        let file = tests.appendingPathComponent("MessagesTests/Golden/\(name)")
        return try JSONParser.parse(Array(try Data(contentsOf: file)))
    }

    static func decode<Body: Message>(_ body: JSONValue) throws -> Body {
        try Body.decode(body.bytes)
    }

    /// The golden body of a thing that belongs to that case.
    static func sample<Body: Message>(_ type: Body.Type, of caseID: CaseID, id: String? = nil) throws -> Body {
        let body = try body(of: type).setting("caseID", to: .string(caseID.description))
        return try decode(id.map { body.setting("id", to: .string($0)) } ?? body)
    }
}
