import Messages
import Metrics
import Synchronization

/// Attributes of OpenTelemetry's messaging conventions, as labels.
enum MessagingAttribute {
    static let system = ("messaging.system", "kafka")
    static let send = [("messaging.operation.name", "send"), ("messaging.operation.type", "send")]
    static let poll = [("messaging.operation.name", "poll"), ("messaging.operation.type", "receive")]
    static let process = [("messaging.operation.name", "process"), ("messaging.operation.type", "process")]
    static let destination = "messaging.destination.name"

    static func group(of service: ServiceName) -> (String, String) {
        ("messaging.consumer.group.name", "aftercare.\(service.rawValue)")
    }
}

/// One counter for each value of one label; after so many the rest is counted together, so that no sender decides how
/// many series there are.
final class DestinationCounters: Sendable {
    static let limit = 100

    private let label: String
    private let dimensions: [(String, String)]
    private let name: String
    private let counters = Mutex<[String: Counter]>([:])

    init(_ label: String, _ dimensions: [(String, String)], naming name: String = MessagingAttribute.destination) {
        self.label = label
        self.dimensions = name == MessagingAttribute.destination ? [MessagingAttribute.system] + dimensions : dimensions
        self.name = name
    }

    func increment(_ value: String, by count: Int = 1) {
        let counter = counters.withLock { counters in
            let value = counters[value] == nil && counters.count >= Self.limit ? "other" : value
            if let known = counters[value] { return known }
            let made = Counter(label: label, dimensions: dimensions + [(name, value)])
            counters[value] = made
            return made
        }
        counter.increment(by: count)
    }
}
