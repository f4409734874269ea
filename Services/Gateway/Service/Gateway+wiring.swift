import Database
import Messages
import Messaging
import ServiceKit
import ServiceLifecycle

/// The gateway on one screen: it takes commands in, keeps outcomes, read models and timelines.
package enum GatewayWiring {
    package static let migrations = [
        Migration(number: 1, name: "create_commands", sql: text(PackageResources._001_create_commands_sql)),
        Migration(number: 2, name: "create_read_models", sql: text(PackageResources._002_create_read_models_sql)),
        Migration(
            number: 3,
            name: "create_resource_shadow",
            sql: text(PackageResources._003_create_resource_shadow_sql)
        ),
    ]

    package static let definition = ServiceDefinition(
        service: .gateway,
        migrations: migrations,
        handlers: handlers,
        components: { context in
            guard let settings = context.configuration.gateway else { return [] }
            return [
                GatewayServer(
                    host: context.configuration.httpHost,
                    settings: settings,
                    pool: context.pool,
                    master: context.configuration.masterKeys,
                    wakeUp: context.runtime.wakeUp,
                    logger: context.logger
                ),
                ForgetOldKeys(pool: context.pool, logger: context.logger),
            ]
        }
    )

    /// Every outcome, every key of personal values, every state snapshot and every event of the catalogue.
    package static let handlers: [HandlerRegistration] =
        [.on(WhenCommandIsCompletedKeepOutcome()), .on(WhenCommandIsRejectedKeepReason()), .subjectKeys]
        + Catalogue.all.compactMap { reader(for: $0) }

    private static func reader<Body: Message>(for: Body.Type) -> HandlerRegistration? {
        switch Body.contract.kind {
        case .state: .on(WhenStateIsPublishedKeepNewest<Body>())
        case .event: .on(WhenEventHappensAddToTimeline<Body>())
        case .command, .outcome, .runtime: nil
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
