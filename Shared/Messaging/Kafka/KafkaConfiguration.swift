/// How to reach a Kafka cluster; each client adds the properties of its own role.
package struct KafkaConfiguration: Sendable {
    /// `host:port`, several separated by commas.
    package var bootstrapServers: String
    /// librdkafka properties such as `security.protocol`; may hold secrets, so it is never logged.
    package var security: [String: String]
    /// What the broker's logs and quotas call this client.
    package var clientID: String

    package init(bootstrapServers: String, security: [String: String] = [:], clientID: String = "aftercare") {
        self.bootstrapServers = bootstrapServers
        self.security = security
        self.clientID = clientID
    }

    /// The settings that reach librdkafka by another name than in the environment.
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

extension KafkaConfiguration: CustomStringConvertible {
    /// Without the security properties.
    package var description: String { "\(clientID)@\(bootstrapServers)" }
}
