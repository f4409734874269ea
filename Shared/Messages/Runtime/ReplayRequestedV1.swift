import Vocabulary

/// A consumer missed messages and asks their sender to publish them again.
package struct ReplayRequestedV1 {
    /// Who is to publish again.
    package let service: ServiceName
    package let topic: String
    package let partition: Int
    /// The first sequence that is missing.
    package let fromSequence: Int64
    /// Consumer group that asks.
    package let requestedBy: String

    package init(service: ServiceName, topic: String, partition: Int, fromSequence: Int64, requestedBy: String) {
        self.service = service
        self.topic = topic
        self.partition = partition
        self.fromSequence = fromSequence
        self.requestedBy = requestedBy
    }
}

extension ReplayRequestedV1: Message {
    package static let contract = Contract(
        "runtime.replay-requested",
        kind: .runtime,
        topic: .replay,
        title: Bilingual(zh: "请求重发", en: "Replay requested"),
        schema: .object([
            .required("service", .enumeration(ServiceName.self)),
            .required("topic", .line),
            .required("partition", .count),
            .required("fromSequence", .revision),
            .required("requestedBy", .line),
        ])
    )

    package var key: String? { service.rawValue }
}
