import Messages
import Vocabulary

/// Messages that one side has and the other should have.
package struct Difference: Equatable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Published by the sender's word, and not on the topic.
        case lost
        /// On the topic, and the sender never wrote it.
        case invented
        /// Read by the consumer, and neither applied, refused, parked nor kept as a dead letter.
        case unapplied
        /// Applied by the consumer, and not on the topic.
        case unfounded = "applied-without-topic"

        package var isLoss: Bool { self == .lost || self == .unapplied }

        var title: Bilingual {
            switch self {
            case .lost: Bilingual(zh: "主题缺失", en: "lost: sent, not on the topic")
            case .invented: Bilingual(zh: "来源不明", en: "invented: on the topic, never sent")
            case .unapplied: Bilingual(zh: "未处理", en: "unapplied: read, without effect")
            case .unfounded: Bilingual(zh: "无据处理", en: "applied, not on the topic")
            }
        }
    }

    package let kind: Kind
    /// The sender for `lost` and `invented`, else the consumer.
    package let service: ServiceName
    package let topic: String
    /// `nil` where it is not known any more.
    package let partition: Int32?
    package let hour: Hour
    package let count: Int
    /// Some of the ids, in order.
    package let ids: [String]

    static let idLimit = 20

    init(
        _ kind: Kind,
        _ service: ServiceName,
        topic: String,
        partition: Int32?,
        hour: Hour,
        ids: some Collection<String>
    ) {
        self.kind = kind
        self.service = service
        self.topic = topic
        self.partition = partition
        self.hour = hour
        count = ids.count
        self.ids = Array(ids.sorted().prefix(Self.idLimit))
    }
}

/// What one comparison found.
package struct ReconciliationReport: Sendable {
    /// Hours and partitions (for inboxes: hours and types) that were compared.
    package var buckets = 0
    /// Messages in them, without copies.
    package var messages: Int64 = 0
    /// Deliveries of something that was on the topic before.
    package var copies: Int64 = 0
    /// Rows that the broker will never take; a placeholder stands for each.
    package var quarantined: Int64 = 0
    /// Buckets that one side keeps only in part: not judged.
    package var partial = 0
    /// Messages still on their way: not judged.
    package var underway: Int64 = 0
    package var differences: [Difference] = []

    package init() {}

    package var isClean: Bool { differences.isEmpty }

    func count(losses: Bool, of service: ServiceName) -> Int {
        differences.filter { $0.service == service && $0.kind.isLoss == losses }.reduce(0) { $0 + $1.count }
    }
}

extension ReconciliationReport {
    package var text: String {
        var table = TextTable("what was compared", "number")
        table.add("hours and partitions 小时×分区", String(buckets))
        table.add("messages 消息", String(messages))
        table.add("copies on the topics 重复", String(copies))
        table.add("quarantined by the sender 隔离", String(quarantined))
        table.add("kept only in part, not judged 部分过期", String(partial))
        table.add("still on their way, not judged 在途", String(underway))
        for kind in Difference.Kind.allCases {
            let found = differences.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
            table.add("\(kind.title.en) \(kind.title.zh)", String(found))
        }
        var lines = [table.text]
        for difference in differences.prefix(50) { lines += ["", difference.text] }
        if differences.count > 50 { lines += ["", "… and \(differences.count - 50) more; --json names all."] }
        lines += ["", isClean ? "Reconciled: no difference. 对账通过。" : "DIFFERENT: see above. 对账不符。"]
        return lines.joined(separator: "\n")
    }

    package var json: JSONValue {
        [
            "buckets": .integer(Int64(buckets)), "messages": .integer(messages), "copies": .integer(copies),
            "quarantined": .integer(quarantined), "partial": .integer(Int64(partial)), "underway": .integer(underway),
            "clean": .boolean(isClean), "differences": .array(differences.map(\.json)),
        ]
    }
}

extension Difference {
    fileprivate var text: String {
        let place = partition.map { "\(topic)/\($0)" } ?? topic
        let names = ids.map { "  \($0)" }.joined(separator: "\n")
        let more = count > ids.count ? "\n  … and \(count - ids.count) more" : ""
        return "\(kind.rawValue): \(service.rawValue), \(place), hour \(hour.start): \(count)\n\(names)\(more)"
    }

    var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "service": .string(service.rawValue), "topic": .string(topic),
            "partition": partition.map { .integer(Int64($0)) } ?? .null, "hour": .string(hour.start.description),
            "count": .integer(Int64(count)), "ids": .array(ids.map(JSONValue.string)),
        ]
    }
}
