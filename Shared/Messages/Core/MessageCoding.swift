import Crypto
import Foundation
import Vocabulary

extension Message {
    /// The body as compact JSON with sorted members; personal values stand in it as they are, plain or sealed.
    package func jsonBytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        if let key = CodingUserInfoKey.plainPersonalValues { encoder.userInfo[key] = true }
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    /// Reads a body that the schema has already accepted.
    package static func decode(_ bytes: [UInt8]) throws -> Self {
        try JSONDecoder().decode(Self.self, from: Data(bytes))
    }
}

extension ID {
    /// The same identifier each time for the same name and parts: work order of a case, command of an integrator's
    /// message.
    package static func derived(_ name: String, from parts: String...) -> ID {
        var hash = SHA256()
        for part in [name] + parts {
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        return ID(UniqueID.version8(digest: Array(hash.finalize())))
    }
}
