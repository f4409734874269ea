import Messages
import Vocabulary

/// What `aftercare status` tells of the runtime beside the processes.
package struct StatusReport: Sendable {
    package let services: [RuntimeStatus]

    package init(_ services: [RuntimeStatus]) {
        self.services = services
    }

    package var text: String {
        var table = TextTable(
            "service 服务",
            "unpublished 待发布",
            "lanes 发布通道",
            "parked 挂起",
            "dead 停滞",
            "dead letters 死信",
            "gaps 缺号",
            "timers 时限",
            "overdue 逾期",
            "quarantine 隔离"
        )
        for status in services {
            table.add(
                status.service.rawValue,
                status.oldestUnpublished?.short ?? "–",
                status.laneText,
                status.parkedWaiting == 0 ? "–" : "\(status.parkedWaiting) (\(status.oldestParked?.short ?? "?"))",
                status.parkedDead.orDash,
                status.deadLetters.orDash,
                status.gaps.orDash,
                String(status.timersPending),
                status.timerOverdue?.short ?? "–",
                status.quarantined.orDash
            )
        }
        return table.text + "\n" + Self.legend
    }

    private static let legend = """
        unpublished: age of the oldest message that the broker has not acknowledged · lanes: who publishes and how long \
        the lease still lasts · parked: keys that wait, and for how long · dead: keys that need an operator (aftercare \
        dlq) · gaps: messages of a sender are missing and asked for again
        """

    package var json: JSONValue { .array(services.map(\.json)) }
}

extension RuntimeStatus {
    /// `dispatch 4 (11 s)`: the holders of lanes, how many each has and the shortest lease; what nobody holds at the end.
    fileprivate var laneText: String {
        let held = Dictionary(grouping: lanes.filter { $0.owner != nil && ($0.expiresIn ?? .zero) > .zero }) {
            $0.owner ?? ""
        }
        var parts = held.sorted { $0.key < $1.key }.map { owner, lanes in
            "\(owner) \(lanes.count) (\(lanes.compactMap(\.expiresIn).min()?.short ?? "?"))"
        }
        let free = lanes.count - held.values.reduce(0) { $0 + $1.count }
        if free > 0 { parts.append("nobody \(free)") }
        return parts.joined(separator: ", ")
    }

    fileprivate var json: JSONValue {
        [
            "service": .string(service.rawValue),
            "oldestUnpublishedSeconds": oldestUnpublished.json, "quarantined": .integer(quarantined),
            "lanes": .array(
                lanes.map { lane in
                    [
                        "lane": .integer(Int64(lane.number)), "owner": lane.owner.map(JSONValue.string) ?? .null,
                        "expiresInSeconds": lane.expiresIn.json,
                    ]
                }
            ),
            "parkedWaiting": .integer(parkedWaiting), "parkedDead": .integer(parkedDead),
            "oldestParkedSeconds": oldestParked.json, "deadLetters": .integer(deadLetters), "gaps": .integer(gaps),
            "timersPending": .integer(timersPending), "timerOverdueSeconds": timerOverdue.json,
        ]
    }
}

extension Duration? {
    fileprivate var json: JSONValue { map { .number($0.seconds) } ?? .null }
}

extension Int64 {
    fileprivate var orDash: String { self == 0 ? "–" : String(self) }
}
