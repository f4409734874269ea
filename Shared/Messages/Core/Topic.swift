import Vocabulary

/// The eight services; the raw value is the name on the wire, of the schema and of the product.
package enum ServiceName: String, CaseIterable, Sendable, Codable {
    case intake, dispatch, parts, complaints, returns, surveys, notifications, gateway

    /// CloudEvents `source` of what the service sends.
    package var source: String { "//aftercare/\(rawValue)" }

    /// The Kafka consumer group of its instances.
    package var consumerGroup: String { "aftercare.\(rawValue)" }

    package init?(source: String) {
        guard source.hasPrefix("//aftercare/") else { return nil }
        self.init(rawValue: String(source.dropFirst("//aftercare/".count)))
    }
}

/// One Kafka topic and how it is kept.
package struct Topic: Hashable, Sendable {
    package let name: String
    /// Chosen once: raising it in place would send keys to other partitions.
    package let partitions: Int
    /// How long messages stay; `nil` for a compacted topic.
    package let retention: Duration?

    package init(_ name: String, partitions: Int = 12, retention: Duration?) {
        self.name = name
        self.partitions = partitions
        self.retention = retention
    }

    package var isCompacted: Bool { retention == nil }

    package static func commands(_ service: ServiceName, _ aggregate: String) -> Topic {
        Topic("aftercare.\(service.rawValue).\(aggregate).commands.v1", retention: .days(3))
    }

    package static func events(_ service: ServiceName, _ aggregate: String) -> Topic {
        Topic("aftercare.\(service.rawValue).\(aggregate).events.v1", retention: .days(14))
    }

    package static func state(_ service: ServiceName, _ aggregate: String) -> Topic {
        Topic("aftercare.\(service.rawValue).\(aggregate).state.v1", retention: nil)
    }

    /// Where an integrator publishes; its messages carry no sequence, their `source` and `id` are the identity.
    package static func ingress(_ partner: String) -> Topic {
        Topic("aftercare.in.\(partner).v1", retention: .days(14))
    }

    /// Replies: one outcome for every command.
    package static let outcome = Topic("aftercare.gateway.outcome.v1", retention: .days(14))
    /// A consumer that misses messages asks their sender here to publish them again.
    package static let replay = Topic("aftercare.runtime.replay.v1", partitions: 1, retention: .days(3))

    /// Copies of what a service could not take from a topic; nobody of the suite listens.
    ///
    /// - Parameter topic: the name of the topic that it was on.
    package static func deadLetters(of topic: String, for service: ServiceName) -> Topic {
        Topic("\(topic).dlq.\(service.consumerGroup)", partitions: 1, retention: .days(90))
    }

    /// Whether its messages are only copies of what stands elsewhere.
    package var isDeadLetterCopy: Bool { name.contains(".dlq.") }

    /// Keys of personal data, wrapped; kept until the erased form takes a key's place.
    package static let subjectKeys = Topic("aftercare.runtime.subject-key.state.v1", partitions: 4, retention: nil)
    /// What was erased, for ever: a service restored from a dump learns it again here.
    package static let erasures = Topic("aftercare.runtime.erasure.state.v1", partitions: 1, retention: nil)

    /// Deadlines of a service, sent by itself to itself.
    package static func timers(_ service: ServiceName) -> Topic {
        Topic("aftercare.\(service.rawValue).timer.events.v1", retention: .days(14))
    }
}
