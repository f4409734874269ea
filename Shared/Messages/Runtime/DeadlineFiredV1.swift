import Vocabulary

/// A timer of a service has come due; sent by the service to itself.
package struct DeadlineFiredV1 {
    package let service: ServiceName
    package let kind: String
    /// The key under which the timer was set.
    package let owner: String
    /// Counts how often the timer was set: an older one no longer counts.
    package let generation: Int64
    package let payload: JSONValue?

    package init(service: ServiceName, kind: String, owner: String, generation: Int64, payload: JSONValue? = nil) {
        self.service = service
        self.kind = kind
        self.owner = owner
        self.generation = generation
        self.payload = payload
    }
}

extension DeadlineFiredV1: Message {
    package static let contract = Contract(
        "runtime.deadline-fired",
        kind: .runtime,
        topic: .timers(.intake),
        title: Bilingual(zh: "时限到期", en: "Deadline fired"),
        schema: .object([
            .required("service", .enumeration(ServiceName.self)),
            .required("kind", .code),
            .required("owner", .line),
            .required("generation", .revision),
            .optional("payload", .anyObject),
        ])
    )

    package var key: String? { owner }
}

extension DeadlineFiredV1 {
    /// The contract names the topic of one service; each service has its own.
    package static func topic(for service: ServiceName) -> Topic { .timers(service) }
}
