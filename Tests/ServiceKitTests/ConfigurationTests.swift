import Foundation
import Logging
import Messages
import Messaging
import ServiceKit
import Testing

@Suite("Configuration is read once and all faults are told at once")
struct ConfigurationTests {
    static let sound = [
        "DATABASE_URL": "postgresql://localhost/aftercare", "KAFKA_BOOTSTRAP_SERVERS": "one:9092,two:9092",
        "AFTERCARE_MASTER_KEY": String(repeating: "5a", count: 32),
    ]

    @Test("given the two settings that must be there, when it is read, then the rest has defaults")
    func defaults() async throws {
        let configuration = try await ServiceConfiguration.read(for: .dispatch, environment: Self.sound)
        #expect(configuration.databaseURL == "postgresql://localhost/aftercare")
        #expect(configuration.kafka.bootstrapServers == "one:9092,two:9092")
        #expect(configuration.httpHost == "127.0.0.1")
        #expect(configuration.httpPort == 0)
        #expect(configuration.logLevel == .info)
        #expect(configuration.gateway == nil)
        #expect(configuration.mail == nil)
        #expect(!configuration.instanceID.isEmpty)
    }

    @Test("given how to take part in the consumer group, when it is read, then it is so; an id must be of one host")
    func consumerGroup() async throws {
        let environment = Self.sound.merging([
            "KAFKA_ASSIGNMENT": "cooperative-sticky", "KAFKA_GROUP_INSTANCE_ID": "dispatch-2",
            "KAFKA_WATCHDOG_TIMEOUT": "300", "INBOX_FOREIGN_DAYS": "45",
        ]) { _, new in new }
        let configuration = try await ServiceConfiguration.read(for: .dispatch, environment: environment)
        #expect(configuration.kafka.assignment == .cooperative)
        #expect(configuration.kafka.groupInstanceID == "dispatch-2")
        #expect(configuration.consumer.stallLimit == .seconds(300))
        #expect(configuration.consumer.foreignInboxDays == 45)
        let plain = try await ServiceConfiguration.read(for: .dispatch, environment: Self.sound)
        #expect(plain.kafka.groupInstanceID == nil)
        #expect(plain.kafka.assignment == .range)
    }

    @Test("given many faults, when it is read, then each is named with what to do")
    func allFaults() async throws {
        let environment = [
            "KAFKA_BOOTSTRAP_SERVERS": "one", "HTTP_PORT": "99999", "LOG_LEVEL": "loud",
            "KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "AFTERCARE_JWT_SECRET": "short", "SMTP_URL": "http://mail",
        ]
        let faults = await #expect(throws: ConfigurationFaults.self) {
            try await ServiceConfiguration.read(for: .gateway, environment: environment)
        }
        let fields = Set(faults?.faults.map(\.field) ?? [])
        #expect(
            fields == [
                "DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS", "HTTP_PORT", "LOG_LEVEL", "KAFKA_SASL_MECHANISM",
                "KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD", "AFTERCARE_JWT_SECRET", "AFTERCARE_MASTER_KEY",
                "SMTP_URL", "SMTP_FROM",
            ]
        )
        #expect(faults?.faults.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty } == true)
        #expect(faults?.description.contains("short\"") == false)
    }

    @Test("given a setting in environment and file, when it is read, then the environment wins and the file fills gaps")
    func filePrecedence() async throws {
        let file = try TemporaryFile(
            #"{"database": {"url": "postgres://file/db"}, "http": {"port": 9101}, "log": {"level": "debug"}}"#
        )
        let environment = [
            "CONFIG_FILE": file.path, "KAFKA_BOOTSTRAP_SERVERS": "one:9092", "LOG_LEVEL": "error", "HTTP_PORT": "",
            "AFTERCARE_MASTER_KEY": String(repeating: "5a", count: 32),
        ]
        let configuration = try await ServiceConfiguration.read(for: .intake, environment: environment)
        #expect(configuration.databaseURL == "postgres://file/db")
        #expect(configuration.httpPort == 9101)
        #expect(configuration.logLevel == .error)
    }

    @Test("given a secret in a file of its own, when it is read, then its text counts without the line end")
    func secretFile() async throws {
        let secret = String(repeating: "s", count: 32)
        let file = try TemporaryFile(secret + "\n")
        var environment = Self.sound
        environment["AFTERCARE_JWT_SECRET_FILE"] = file.path
        let configuration = try await ServiceConfiguration.read(for: .gateway, environment: environment)
        #expect(configuration.gateway?.tokenSecret == secret)
        #expect(configuration.gateway?.port == 8080)
    }

    @Test("given files that cannot be read, when it is read, then both are faults", arguments: ["/does/not/exist"])
    func missingFiles(path: String) async throws {
        var environment = Self.sound
        environment["AFTERCARE_JWT_SECRET_FILE"] = path
        environment["CONFIG_FILE"] = path
        let faults = await #expect(throws: ConfigurationFaults.self) {
            try await ServiceConfiguration.read(for: .gateway, environment: environment)
        }
        #expect(faults?.faults.map(\.field) == ["CONFIG_FILE", "AFTERCARE_JWT_SECRET_FILE"])
    }

    @Test("given TLS and SASL settings, when it is read, then librdkafka gets its properties")
    func security() async throws {
        var environment = Self.sound
        environment["KAFKA_SECURITY_PROTOCOL"] = "SASL_SSL"
        environment["KAFKA_SASL_MECHANISM"] = "SCRAM-SHA-512"
        environment["KAFKA_SASL_USERNAME"] = "aftercare"
        environment["KAFKA_SASL_PASSWORD"] = "secret"
        environment["KAFKA_SSL_CA_LOCATION"] = "/etc/ca.pem"
        let kafka = try await ServiceConfiguration.read(for: .parts, environment: environment).kafka
        #expect(
            kafka.security == [
                "security.protocol": "SASL_SSL", "sasl.mechanism": "SCRAM-SHA-512", "sasl.username": "aftercare",
                "sasl.password": "secret", "ssl.ca.location": "/etc/ca.pem",
            ]
        )
    }
}

/// A file that goes with the test.
final class TemporaryFile {
    let path = NSTemporaryDirectory() + "aftercare-\(UUID().uuidString)"

    init(_ text: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
