import Vocabulary

/// Stands for messages of a partition that will never come: the broker refused one for good, or the sender no longer
/// keeps them.
///
/// Consumers go on behind it and raise an alarm.
///
/// It travels on the topic whose numbers it fills, in place of the missing messages.
package struct SequenceSkippedV1: Message {
    package let from: Int64
    package let through: Int64
    package let reason: String

    package init(from: Int64, through: Int64, reason: String) {
        self.from = from
        self.through = through
        self.reason = reason
    }

    package static let contract = Contract(
        "runtime.sequence-skipped",
        kind: .runtime,
        topic: .replay,
        title: Bilingual(zh: "消息序号跳过", en: "Sequence numbers skipped"),
        schema: .object([
            .required("from", .integer(1...Int64.max)), .required("through", .integer(1...Int64.max)),
            .required("reason", .text),
        ])
    )

    package var key: String? { nil }
}
