import Messaging

extension KafkaConfiguration {
    /// Reads `KAFKA_BOOTSTRAP_SERVERS`, `KAFKA_SESSION_TIMEOUT` (seconds) and the security settings; what is wrong is left in the reader's faults.
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
        let sessionTimeout = reader.number("KAFKA_SESSION_TIMEOUT", in: 6...1800, default: 45)
        return KafkaConfiguration(
            bootstrapServers: servers,
            security: security,
            clientID: clientID,
            sessionTimeout: .seconds(sessionTimeout)
        )
    }

    private static func isAddress(_ text: Substring) -> Bool {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
            let port = Int(text[text.index(after: colon)...])
        else { return false }
        return (1...65_535).contains(port)
    }
}
