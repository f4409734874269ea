import Database
import Hummingbird
import Logging
import Messages
import Messaging
import NIOCore
import ServiceKit
import ServiceLifecycle

/// The HTTP API; accepting commands needs the database only, so it goes on while the broker is away.
package struct GatewayServer: Service {
    private let host: String
    private let settings: GatewaySettings
    private let store: CommandStore
    private let waiter: OutcomeWaiter
    private let view: PersonalView
    private let logger: Logger

    /// - Parameter wakeUp: signalled when a command was accepted.
    package init(
        host: String,
        settings: GatewaySettings,
        pool: ConnectionPool,
        master: MasterKeyring,
        wakeUp: WakeUp,
        logger: Logger
    ) {
        let store = CommandStore(pool: pool, sealer: Sealer(master: master), wakeUp: wakeUp)
        view = PersonalView(revealer: Revealer(pool: pool, master: master))
        self.host = host
        self.settings = settings
        self.store = store
        self.logger = logger
        waiter = OutcomeWaiter(store: store, logger: logger)
    }

    package func run() async throws {
        try await listening(on: host, port: settings.port, setting: "GATEWAY_PORT") {
            try await application().run()
        }
    }

    package func application() async -> some ApplicationProtocol {
        var quiet = logger
        quiet.logLevel = max(.notice, logger.logLevel)
        return Application(
            responder: Frontdoor(
                endpoints: endpoints,
                doorkeeper: await Doorkeeper(secret: settings.tokenSecret),
                logger: logger
            ),
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: settings.port), serverName: nil),
            services: [waiter],
            onServerRunning: { [logger] channel in
                logger.info("gateway is up", metadata: ["port": "\(channel.localAddress?.port ?? 0)"])
            },
            logger: quiet
        )
    }

    /// Everything that the catalogue declares, and what the gateway itself answers to.
    private var endpoints: [Endpoint] {
        let contracts = Catalogue.contracts
        let resources = ResourceStore(pool: store.pool)
        let timeline = TimelineStore(pool: store.pool, contracts: contracts)
        let all =
            CommandEndpoints(store: store, waiter: waiter).endpoints(for: Catalogue.all)
            + OutcomeEndpoints(store: store).endpoints
            + CollectionEndpoints(store: resources, view: view).endpoints(for: contracts)
            + CaseEndpoints(resources: resources, timeline: timeline, view: view, contracts: contracts).endpoints
        return all + [IndexEndpoint.listing(all)]
    }
}
