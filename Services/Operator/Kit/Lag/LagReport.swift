import Messages
import Messaging
import Vocabulary

/// What `aftercare lag` shows.
package struct LagReport: Sendable {
    package let lags: [PartitionLag]

    package init(_ lags: [PartitionLag]) {
        self.lags = lags
    }

    /// Whether a service is more than so many messages behind, or misses some.
    package func exceeds(_ limit: Int64) -> Bool {
        Dictionary(grouping: lags, by: \.service).values.contains { $0.reduce(0) { $0 + $1.messages } > limit }
            || lags.contains(where: \.hasGap)
    }

    /// One line per service, and per partition where something is behind, missing or nobody reads.
    package func text(everything: Bool) -> String {
        var sums = TextTable("service 服务", "messages behind 积压", "oldest 最早", "gaps 缺号", "unowned 无人读", "read by 读取者")
        for (service, lags) in byService {
            sums.add(
                service.rawValue,
                String(lags.reduce(0) { $0 + $1.messages }),
                lags.compactMap(\.age).max()?.short ?? "–",
                String(lags.filter(\.hasGap).count),
                String(lags.filter { $0.owner == nil }.count),
                Set(lags.compactMap(\.owner)).sorted().joined(separator: " ")
            )
        }
        let shown = lags.filter { everything || $0.messages > 0 || $0.hasGap }
        guard !shown.isEmpty else { return sums.text + "\n\nNobody is behind. 无积压。" }
        var table = TextTable(
            "service",
            "topic",
            "partition",
            "position",
            "log end",
            "behind",
            "oldest",
            "gap",
            "owner"
        )
        for lag in shown {
            table.add(
                lag.service.rawValue,
                lag.partition.topic,
                String(lag.partition.partition),
                lag.position.map(String.init) ?? "none here",
                String(lag.logEnd),
                String(lag.messages),
                lag.age?.short ?? "–",
                lag.hasGap ? "GAP" : "",
                lag.owner ?? "–"
            )
        }
        return sums.text + "\n\n" + table.text
    }

    package var json: JSONValue {
        [
            "services": .array(
                byService.map { service, lags in
                    [
                        "service": .string(service.rawValue),
                        "messages": .integer(lags.reduce(0) { $0 + $1.messages }),
                        "seconds": lags.compactMap(\.age).max().map { .number($0.seconds) } ?? .null,
                        "gaps": .integer(Int64(lags.filter(\.hasGap).count)),
                    ]
                }
            ),
            "partitions": .array(lags.map(\.json)),
        ]
    }

    private var byService: [(ServiceName, [PartitionLag])] {
        ServiceName.allCases.compactMap { service in
            let own = lags.filter { $0.service == service }
            return own.isEmpty ? nil : (service, own)
        }
    }
}

extension PartitionLag {
    fileprivate var json: JSONValue {
        [
            "service": .string(service.rawValue), "topic": .string(partition.topic),
            "partition": .integer(Int64(partition.partition)), "position": position.map(JSONValue.integer) ?? .null,
            "logStart": .integer(logStart), "logEnd": .integer(logEnd), "messages": .integer(messages),
            "seconds": age.map { .number($0.seconds) } ?? .null, "gap": .boolean(hasGap),
            "owner": owner.map(JSONValue.string) ?? .null,
        ]
    }
}

extension Duration {
    /// Whole milliseconds, in seconds.
    var seconds: Double { Double(microseconds / 1000) / 1000 }

    /// `350 ms`, `12 s`, `5 min`, `3 h`, `2 d`: as much as a person needs.
    var short: String {
        let milliseconds = microseconds / 1000
        return switch milliseconds {
        case ..<1000: "\(milliseconds) ms"
        case ..<120_000: "\(milliseconds / 1000) s"
        case ..<7_200_000: "\(milliseconds / 60_000) min"
        case ..<172_800_000: "\(milliseconds / 3_600_000) h"
        default: "\(milliseconds / 86_400_000) d"
        }
    }
}
