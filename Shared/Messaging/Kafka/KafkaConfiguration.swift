import Vocabulary

/// How to reach a Kafka cluster; each client adds the properties of its own role.
package struct KafkaConfiguration: Sendable {
    /// `host:port`, several separated by commas.
    package var bootstrapServers: String
    /// librdkafka properties such as `security.protocol`; may hold secrets, so it is never logged.
    package var security: [String: String]
    /// What the broker's logs and quotas call this client.
    package var clientID: String
    /// How long the group waits for a consumer that went silent before its partitions go to others.
    package var sessionTimeout: Duration
    /// How the group shares partitions out.
    package var assignment: Assignment
    /// Set where the same instance surely comes back under the same name (a StatefulSet): its partitions wait for it for
    /// a session timeout instead of going to others at once.
    package var groupInstanceID: String?
    /// How long the broker may hold a fetch that finds nothing; the development broker always holds it that long.
    package var fetchWait: Duration

    package init(
        bootstrapServers: String,
        security: [String: String] = [:],
        clientID: String = "aftercare",
        sessionTimeout: Duration = .seconds(45),
        assignment: Assignment = .range,
        groupInstanceID: String? = nil,
        fetchWait: Duration = .milliseconds(50)
    ) {
        self.bootstrapServers = bootstrapServers
        self.security = security
        self.clientID = clientID
        self.sessionTimeout = sessionTimeout
        self.fetchWait = fetchWait
        self.assignment = assignment
        self.groupInstanceID = groupInstanceID
    }

    /// librdkafka's names; all members of a group must be of one kind, eager or cooperative.
    package enum Assignment: String, CaseIterable, Sendable {
        case range, roundrobin
        /// Moves only what must move. librdkafka 2.0.2 can hang with it when it is closed while partitions are on their
        /// way, so it is not the default; a close has its limit and the watchdog its own.
        case cooperative = "cooperative-sticky"
    }

    private static let securitySettings = [
        ("KAFKA_SECURITY_PROTOCOL", "security.protocol"),
        ("KAFKA_SASL_MECHANISM", "sasl.mechanism"),
        ("KAFKA_SASL_USERNAME", "sasl.username"),
        ("KAFKA_SASL_PASSWORD", "sasl.password"),
        ("KAFKA_SSL_CA_LOCATION", "ssl.ca.location"),
        ("KAFKA_SSL_CERTIFICATE_LOCATION", "ssl.certificate.location"),
        ("KAFKA_SSL_KEY_LOCATION", "ssl.key.location"),
        ("KAFKA_SSL_KEY_PASSWORD", "ssl.key.password"),
        ("KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM", "ssl.endpoint.identification.algorithm"),
    ]

    /// The security properties among some settings, by their names in the environment (`KAFKA_SASL_USERNAME`, …).
    package static func securityProperties(_ setting: (_ name: String) -> String?) -> [String: String] {
        var properties: [String: String] = [:]
        for (name, property) in securitySettings {
            guard let value = setting(name), !value.isEmpty else { continue }
            properties[property] = value
        }
        return properties
    }
}

extension KafkaConfiguration: CustomStringConvertible, CustomReflectable {
    /// Without the security properties.
    package var description: String { "\(clientID)@\(bootstrapServers)" }
    package var customMirror: Mirror {
        Mirror(self, children: ["bootstrapServers": bootstrapServers, "clientID": clientID])
    }
}

/// librdkafka's names and values, by role.
extension KafkaConfiguration {
    /// What every client gets: small messages at once, no topics by accident, back within a second of the broker.
    var commonProperties: [String: String] {
        var properties = [
            "bootstrap.servers": bootstrapServers,
            "client.id": clientID,
            "allow.auto.create.topics": "false",
            "reconnect.backoff.ms": "50",
            "reconnect.backoff.max.ms": "1000",
            "socket.keepalive.enable": "true",
            "socket.nagle.disable": "true",
            "topic.metadata.refresh.interval.ms": "60000",
        ]
        properties.merge(security) { _, secure in secure }
        return properties
    }

    /// No time limit for a message: one that expires while later ones go out would leave a gap.
    ///
    /// The partitioner is that of Kafka's Java client.
    var producerProperties: [String: String] {
        commonProperties.merging([
            "acks": "all",
            "compression.type": "lz4",
            "enable.idempotence": "true",
            "linger.ms": "5",
            "max.in.flight.requests.per.connection": "5",
            "message.timeout.ms": "0",
            "partitioner": "murmur2_random",
            "queue.buffering.max.kbytes": "131072",
        ]) { _, own in own }
    }

    /// Neither offsets nor resets of Kafka's own: positions belong to the owner, and a lost one is told, never guessed.
    ///
    /// Only bytes limit what is fetched ahead: after `queued.min.messages` of one partition librdkafka 2.0.2 stops
    /// fetching for a whole second, however fast its queue empties.
    func consumerProperties(groupID: String, instanceID: String?) -> [String: String] {
        var properties = commonProperties
        properties["auto.offset.reset"] = "error"
        properties["check.crcs"] = "true"
        properties["enable.auto.commit"] = "false"
        properties["enable.auto.offset.store"] = "false"
        properties["fetch.error.backoff.ms"] = "100"
        properties["fetch.wait.max.ms"] = String(fetchWait.milliseconds)
        properties["group.id"] = groupID
        properties["group.instance.id"] = instanceID
        properties["heartbeat.interval.ms"] = String(min(3000, max(100, sessionTimeout.milliseconds / 3)))
        properties["max.poll.interval.ms"] = String(max(120_000, sessionTimeout.milliseconds))
        properties["partition.assignment.strategy"] = assignment.rawValue
        properties["queued.max.messages.kbytes"] = "16384"
        properties["queued.min.messages"] = "100000"
        properties["session.timeout.ms"] = String(sessionTimeout.milliseconds)
        return properties
    }
}

extension Duration {
    /// Whole milliseconds that fit a C `int`, not below zero.
    var milliseconds: Int32 { Int32(clamping: max(0, microseconds / 1000)) }
}
