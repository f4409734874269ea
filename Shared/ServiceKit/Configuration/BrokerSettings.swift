import Foundation
import Messaging

extension KafkaConfiguration {
    /// Reads how to reach the cluster and how to take part in the consumer group; what is wrong is left in the reader's
    /// faults.
    ///
    /// - `KAFKA_SESSION_TIMEOUT` (seconds, 45): a consumer that was silent for so long loses its partitions. Heartbeats are
    ///   sent every 3 s; a poll may be 120 s away, or one session timeout when that is longer.
    /// - `KAFKA_ASSIGNMENT` (`range`, `roundrobin`, `cooperative-sticky`): must be the same for all instances of a service.
    /// - `KAFKA_GROUP_INSTANCE_ID`: static membership. `ordinal` takes the host's name, which must end in a number as in a
    ///   StatefulSet; anything else is the id itself. Such a member says no goodbye: its partitions wait for it for one
    ///   session timeout. A second instance with the same id ends the first one.
    static func read(_ reader: inout SettingsReader, clientID: String) -> KafkaConfiguration {
        let servers = reader.text(
            "KAFKA_BOOTSTRAP_SERVERS",
            remedy: "set it to one or more host:port, separated by commas"
        )
        if !servers.isEmpty {
            for server in servers.split(separator: ",", omittingEmptySubsequences: false) where !isAddress(server) {
                reader.fault(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    "\"\(server.prefix(60))\" is not host:port",
                    "write it as broker1:9092,broker2:9092"
                )
            }
        }
        let known = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
        let chosen = reader.choice("KAFKA_SECURITY_PROTOCOL", of: known, default: "PLAINTEXT")
        if chosen.hasPrefix("SASL_") {
            for name in ["KAFKA_SASL_MECHANISM", "KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD"] {
                _ = reader.text(name, remedy: "set it, as KAFKA_SECURITY_PROTOCOL is \(chosen)")
            }
        }
        let security = securityProperties { reader.optionalText($0) }
        let kinds = Assignment.allCases.map(\.rawValue)
        let assignment = reader.choice("KAFKA_ASSIGNMENT", of: kinds, default: Assignment.range.rawValue)
        let sessionTimeout = reader.number("KAFKA_SESSION_TIMEOUT", in: 6...1800, default: 45)
        return KafkaConfiguration(
            bootstrapServers: servers,
            security: security,
            clientID: clientID,
            sessionTimeout: .seconds(sessionTimeout),
            assignment: Assignment(rawValue: assignment) ?? .range,
            groupInstanceID: groupInstanceID(&reader)
        )
    }

    private static func groupInstanceID(_ reader: inout SettingsReader) -> String? {
        guard let given = reader.optionalText("KAFKA_GROUP_INSTANCE_ID") else { return nil }
        let id = given == "ordinal" ? ProcessInfo.processInfo.hostName : given
        let ordinal = id.split(separator: "-", omittingEmptySubsequences: false).last.flatMap { Int($0) }
        guard given != "ordinal" || (id.contains("-") && ordinal != nil) else {
            reader.fault(
                "KAFKA_GROUP_INSTANCE_ID",
                "the host's name \"\(id.prefix(60))\" does not end in -<number>",
                "run the service as a StatefulSet, give an id of its own to each instance, or unset it"
            )
            return nil
        }
        return id
    }

    private static func isAddress(_ text: Substring) -> Bool {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
            let port = Int(text[text.index(after: colon)...])
        else { return false }
        return (1...65_535).contains(port)
    }
}
