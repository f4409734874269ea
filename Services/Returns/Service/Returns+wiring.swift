import Database
import Messages
import Messaging
import ServiceKit

/// The returns service on one screen.
package enum ReturnsWiring {
    package static let migrations = [
        Migration(
            number: 1,
            name: "create_return_authorisation",
            sql: String(decoding: PackageResources._001_create_return_authorisation_sql, as: UTF8.self)
        ),
        Migration(
            number: 2,
            name: "create_known_case",
            sql: String(decoding: PackageResources._002_create_known_case_sql, as: UTF8.self)
        ),
    ]

    /// What read models can be rebuilt from.
    package static let snapshots: [SnapshotSource] = [.of(ReturnDocument.self, as: ReturnStateV1.self)]

    package static let handlers: [HandlerRegistration] = [
        .on(WhenCaseIsRegisteredKnowIt()),
        // what opens a return
        .on(WhenUnitIsNotRepairableOpenReturn()),
        .on(WhenCaseIsRoutedOpenReturn()),
        .on(OnRequestReturn()),
        // what staff do with it, in this order
        .on(OnDecideReturn()),
        .on(OnReceiveGoods()),
        .on(OnDisposeGoods()),
        .on(OnSettleReturn()),
    ]

    package static let definition = ServiceDefinition(
        service: .returns,
        migrations: migrations,
        handlers: handlers,
        snapshots: snapshots
    )
}
