import Foundation
import Logging
import Messaging

/// What commands need to talk to a suite: the one that `up` started here, or the one that the environment names.
package struct SuiteAccess: Sendable {
    package let settings: SuiteSettings
    package let gateway: GatewayClient
    package let kafka: KafkaConfiguration

    /// - Parameter subject: who the commands act as.
    package static func here(subject: String) async throws -> SuiteAccess {
        let environment = ProcessInfo.processInfo.environment
        let directory = StateDirectory(environment: environment)
        var settings = try SuiteSettings.required(directory, environment: environment)
        if let url = environment.value("DATABASE_URL") { settings.databaseURL = url }
        if let servers = environment.value("KAFKA_BOOTSTRAP_SERVERS") { settings.bootstrapServers = servers }
        let base = environment.value("GATEWAY_URL") ?? settings.gatewayURL
        let issuer = try await TokenIssuer.local(directory, environment: environment)
        let kafka = KafkaConfiguration(
            bootstrapServers: settings.bootstrapServers,
            security: KafkaConfiguration.securityProperties { environment[$0] },
            clientID: "aftercare-\(subject)"
        )
        return SuiteAccess(
            settings: settings,
            gateway: try await GatewayClient(base: base, issuer: issuer, subject: subject),
            kafka: kafka
        )
    }
}

extension SuiteSettings {
    /// What `up` wrote here.
    package static func required(_ directory: StateDirectory) throws -> SuiteSettings {
        guard let settings = read(directory) else {
            throw OperatorError("No suite in \(directory.path). Start one with `aftercare up`.")
        }
        return settings
    }

    /// What `up` wrote here, or the environment when it names everything.
    static func required(_ directory: StateDirectory, environment: [String: String]) throws -> SuiteSettings {
        if let settings = read(directory) { return settings }
        guard let database = environment.value("DATABASE_URL"),
            let kafka = environment.value("KAFKA_BOOTSTRAP_SERVERS"), environment.value("GATEWAY_URL") != nil
        else {
            throw OperatorError(
                "No suite in \(directory.path). Start one with `aftercare up`, or name one with DATABASE_URL, "
                    + "KAFKA_BOOTSTRAP_SERVERS, GATEWAY_URL and AFTERCARE_JWT_SECRET."
            )
        }
        return SuiteSettings(
            databaseURL: database,
            bootstrapServers: kafka,
            ownsPostgres: false,
            ownsBroker: false,
            postgresPort: 0,
            brokerPort: 0,
            gatewayPort: 0,
            healthPorts: [:],
            version: Suite.version
        )
    }
}

extension [String: String] {
    /// The variable, unless it is empty.
    func value(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// The data that comes with the project.
package enum SampleFile {
    private static let name = "deploy/sample/open-repair-sample.csv"

    /// Looks in the working directory and above the program (`.build/release/aftercare`).
    package static func find() throws -> String {
        var places = [FileManager.default.currentDirectoryPath]
        if let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            var folder = URL(fileURLWithPath: own).deletingLastPathComponent()
            for _ in 0..<5 {
                places.append(folder.path)
                folder.deleteLastPathComponent()
            }
        }
        for place in places where FileManager.default.fileExists(atPath: "\(place)/\(name)") {
            return "\(place)/\(name)"
        }
        throw OperatorError("The sample \(name) is not here; name an ORDS file.")
    }
}

extension SuiteAccess {
    /// For commands that publish: says at once what is missing, where the client itself would wait without end.
    package func requireKafka(within limit: Duration = .seconds(10)) async throws {
        var logger = Logger(label: "operator")
        logger.logLevel = .critical
        guard await KafkaAdmin(kafka, logger: logger).isReachable(within: limit) else {
            throw OperatorError(
                "No Kafka answers at \(kafka.bootstrapServers). Start the suite with `aftercare up`, "
                    + "or name a cluster by KAFKA_BOOTSTRAP_SERVERS."
            )
        }
    }
}
