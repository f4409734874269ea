import Messages
import Vocabulary

/// Seals what comes in plain; the one place where it happens, for HTTP and for topics.
package struct Sealer: Sendable {
    package let master: MasterKeyring

    package init(master: MasterKeyring) {
        self.master = master
    }

    /// The body with its plain personal values sealed.
    ///
    /// - Parameter key: made or looked up when the first plain value is met.
    package func seal(_ body: JSONValue, as schema: Schema, under key: SubjectKey) throws -> JSONValue {
        var failure: (any Error)?
        let sealed = schema.replacingPersonal(in: body) { text, field in
            do {
                return try key.seal(text, mark: field.contact.flatMap { master.mark($0, text) })
            } catch {
                failure = error
                return ""
            }
        }
        if let failure { throw failure }
        return sealed
    }

    package static func holdsPlainValues(_ body: JSONValue, as schema: Schema) -> Bool {
        var isFound = false
        _ = schema.replacingPersonal(in: body) { text, _ in
            isFound = true
            return text
        }
        return isFound
    }
}
