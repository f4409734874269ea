import Vocabulary

/// Who may send a command; carried in the token.
package enum Role: String, CaseIterable, Sendable, Codable {
    case agent, dispatcher, technician, customer, integrator, auditor, admin
    case partsClerk = "parts-clerk"
    case returnsClerk = "returns-clerk"
    case complaintHandler = "complaint-handler"
    /// May have personal data erased.
    case dataProtection = "data-protection"
}

/// How a command is sent over HTTP; path parameters are members of the body's schema.
package struct Route: Hashable, Sendable {
    package let method: String
    /// Path template, such as `/v1/cases/{caseID}/cancellation`.
    package let path: String

    package static func post(_ path: String) -> Route { Route(method: "POST", path: path) }

    /// The names in braces, in order.
    package var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}

/// One message that crosses a border: its wire name, version, topic and schema, and for commands who may send it how.
///
/// Everything the outside sees is derived from these values.
package struct Contract: Sendable {
    package enum Kind: Sendable, Equatable {
        /// Asks for something; ends in exactly one outcome.
        case command(route: Route?, roles: [Role])
        /// Says what happened.
        case event
        /// The latest state of one thing, for read models; `collection` is its name in the HTTP API.
        case state(collection: String, filters: [String])
        case outcome
        /// From one service to itself or to the runtime of another; no timeline shows it.
        case runtime
    }

    /// Without prefix and version: `dispatch.work-order-completed`.
    package let name: String
    package let version: Int
    package let kind: Kind
    package let topic: Topic
    package let title: Bilingual
    package let schema: Schema
    /// CloudEvents `type`.
    package let type: String

    package init(
        _ name: String,
        version: Int = 1,
        kind: Kind,
        topic: Topic,
        title: Bilingual,
        schema: Schema,
        type: String? = nil
    ) {
        self.name = name
        self.version = version
        self.kind = kind
        self.topic = topic
        self.title = title
        self.schema = schema
        self.type = type ?? "aftercare.\(name).v\(version)"
    }

    /// URI of the JSON Schema, sent as CloudEvents `dataschema`.
    package var schemaURI: String { "urn:aftercare:schema:\(name):v\(version)" }

    package var isCommand: Bool {
        if case .command = kind { true } else { false }
    }

    /// The JSON Schema file of this version.
    package var schemaDocument: JSONValue {
        schema.json
            .setting("$schema", to: "https://json-schema.org/draft/2020-12/schema")
            .setting("$id", to: .string(schemaURI))
            .setting("title", to: .string(title.en))
            .setting("x-title-zh", to: .string(title.zh))
    }
}

/// The body of a message; its contract is written once, beside it.
package protocol Message: Codable, Sendable, Equatable {
    static var contract: Contract { get }
    /// What keeps order: messages of one key stay in sequence. `nil`: the message's own id is the key.
    var key: String? { get }
    /// Whose personal values a body holds that comes from outside: a case or a member of staff, named by their id.
    ///
    /// They are sealed under a key of that subject and erased with it. `nil`: the message's own id is the subject, which
    /// for a new case becomes the id of the case.
    static func dataSubject(in body: JSONValue, from source: String) -> UniqueID?
}

extension Message {
    package static func dataSubject(in body: JSONValue, from source: String) -> UniqueID? {
        body["caseID"]?.stringValue.flatMap(UniqueID.init)
    }
}

/// A message that belongs to a case: the case id is its correlation id and keeps it in order with the rest.
package protocol CaseBound {
    var caseID: CaseID { get }
}
