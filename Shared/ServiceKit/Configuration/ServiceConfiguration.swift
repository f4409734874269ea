import Foundation
import Logging
import Messages
import Messaging

/// Everything a service reads from its surroundings, read once at start.
package struct ServiceConfiguration: Sendable {
    package let service: ServiceName
    package let databaseURL: String
    /// The most connections that this instance opens.
    package let databasePoolSize: Int
    package let kafka: KafkaConfiguration
    /// How much may wait in parked lanes.
    package let parking: ParkingPolicy
    /// How messages are taken in.
    package let consumer: ConsumerSettings
    /// Where the health endpoints listen; port 0 lets the system choose.
    package let httpHost: String
    package let httpPort: Int
    package let logLevel: Logger.Level
    /// Unique among the running instances of this service.
    package let instanceID: String
    /// Under which the keys of personal data are wrapped.
    package let masterKeys: MasterKeyring
    /// Set for the gateway only.
    package let gateway: GatewaySettings?
    /// Set when mail can be sent.
    package let mail: MailSettings?

    /// - Throws: all faults at once.
    package static func read(
        for service: ServiceName,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(ConfigurationFaults) -> ServiceConfiguration {
        var reader = await SettingsReader(environment: environment)
        let databaseURL = databaseURL(&reader)
        let instanceID = reader.text("INSTANCE_ID", default: defaultInstanceID)
        let kafka = KafkaConfiguration.read(&reader, clientID: "aftercare-\(service.rawValue)-\(instanceID)")
        let configuration = ServiceConfiguration(
            service: service,
            databaseURL: databaseURL,
            databasePoolSize: reader.number("DATABASE_POOL_SIZE", in: 2...200, default: 8),
            kafka: kafka,
            parking: ParkingPolicy(&reader),
            consumer: ConsumerSettings(
                stallLimit: .seconds(reader.number("KAFKA_WATCHDOG_TIMEOUT", in: 60...3600, default: 120)),
                foreignInboxDays: reader.number("INBOX_FOREIGN_DAYS", in: 3...400, default: 30)
            ),
            httpHost: reader.text("HTTP_HOST", default: "127.0.0.1"),
            httpPort: reader.number("HTTP_PORT", in: 0...65_535, default: 0),
            logLevel: Logger.Level(
                rawValue: reader.choice("LOG_LEVEL", of: Logger.Level.allCases.map(\.rawValue), default: "info")
            ) ?? .info,
            instanceID: instanceID,
            masterKeys: masterKeys(&reader),
            gateway: service == .gateway ? GatewaySettings(&reader) : nil,
            mail: MailSettings(&reader)
        )
        try reader.finish()
        return configuration
    }

    /// The part that `migrate` needs: neither a broker nor a secret.
    package static func readDatabaseURL(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(ConfigurationFaults) -> String {
        var reader = await SettingsReader(environment: environment)
        let url = databaseURL(&reader)
        try reader.finish()
        return url
    }

    private static func masterKeys(_ reader: inout SettingsReader) -> MasterKeyring {
        let remedy =
            "set it, or AFTERCARE_MASTER_KEY_FILE, to 64 hexadecimal digits (openssl rand -hex 32), and keep it: "
            + "what was sealed under a lost key cannot be read again"
        let text = reader.text("AFTERCARE_MASTER_KEY", remedy: remedy)
        if let keys = MasterKeyring(text) { return keys }
        if !text.isEmpty {
            reader.fault("AFTERCARE_MASTER_KEY", "has a key that is not 64 hexadecimal digits", remedy)
        }
        return MasterKeyring()
    }

    private static func databaseURL(_ reader: inout SettingsReader) -> String {
        let example = "postgresql://user:password@host:5432/database"
        let url = reader.text("DATABASE_URL", remedy: "set it to \(example)")
        if !url.isEmpty, !url.hasPrefix("postgresql://"), !url.hasPrefix("postgres://") {
            reader.fault("DATABASE_URL", "is not a PostgreSQL address", "write it as \(example)")
        }
        return url
    }

    private static var defaultInstanceID: String {
        "\(ProcessInfo.processInfo.hostName)-\(ProcessInfo.processInfo.processIdentifier)"
    }
}

extension ParkingPolicy {
    init(_ reader: inout SettingsReader) {
        self.init()
        lanes = reader.number("PARKING_LANES", in: 1...1_000_000, default: lanes)
        rowsPerLane = reader.number("PARKING_ROWS_PER_LANE", in: 1...1_000_000, default: rowsPerLane)
    }
}

/// The gateway's own settings.
package struct GatewaySettings: Sendable {
    package let port: Int
    /// Key of HMAC-SHA-256 for bearer tokens.
    package let tokenSecret: String

    package init(port: Int, tokenSecret: String) {
        self.port = port
        self.tokenSecret = tokenSecret
    }

    init(_ reader: inout SettingsReader) {
        port = reader.number("GATEWAY_PORT", in: 0...65_535, default: 8080)
        tokenSecret = reader.secret(
            "AFTERCARE_JWT_SECRET",
            minimumBytes: 32,
            remedy: "set it, or AFTERCARE_JWT_SECRET_FILE, to at least 32 random bytes (openssl rand -hex 32)"
        )
    }
}

/// How mail leaves the house.
package struct MailSettings: Sendable {
    package let url: String
    package let from: String

    /// `nil` when `SMTP_URL` is not set: then nothing is sent by mail.
    init?(_ reader: inout SettingsReader) {
        guard let url = reader.optionalText("SMTP_URL") else { return nil }
        if !url.hasPrefix("smtp://"), !url.hasPrefix("smtps://") {
            reader.fault("SMTP_URL", "is not an SMTP address", "write it as smtp://user:password@host:587")
        }
        self.url = url
        from = reader.text("SMTP_FROM", remedy: "set the sender's mail address, or unset SMTP_URL")
        if !from.isEmpty, !from.contains("@") {
            reader.fault("SMTP_FROM", "is not a mail address", "write it as service@example.com")
        }
    }
}
