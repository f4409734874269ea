import Messages
import Messaging
import Vocabulary

/// The master key of tests, and what the gateway does with plain values at its door.
package enum TestKeys {
    /// Two keys, as after a rotation.
    package static let text = String(repeating: "5a", count: 32) + "," + String(repeating: "a5", count: 32)

    package static let master: MasterKeyring = {
        guard let master = MasterKeyring(text) else { preconditionFailure("two keys of 64 digits") }
        return master
    }()

    /// A command with its personal values sealed, and the key to issue with it.
    package static func sealed<Body: Message>(
        _ command: Body,
        id: UniqueID
    ) throws -> (message: OutboxMessage, key: SubjectKey) {
        let body = try JSONParser.parse(try command.jsonBytes())
        let key = try SubjectKey(for: Body.dataSubject(in: body, from: "") ?? id, under: master)
        let sealed = try Sealer(master: master).seal(body, as: Body.contract.schema, under: key)
        let message = try OutboxMessage(
            contract: Body.contract,
            key: command.key,
            payload: sealed.bytes,
            id: id,
            origin: OutboxMessage.Origin(
                source: .gateway,
                time: .now,
                correlationID: (command as? any CaseBound)?.caseID.value
            )
        )
        return (message, key)
    }
}
