import Database
import Messages
import Messaging
import ServiceKit

/// The parts service on one screen.
package enum PartsWiring {
    package static let definition = ServiceDefinition(service: .parts, migrations: migrations, handlers: handlers)

    package static let migrations = [
        Migration(
            number: 1,
            name: "create_parts_and_reservations",
            sql: text(PackageResources._001_create_parts_and_reservations_sql)
        ),
        Migration(number: 2, name: "create_stock", sql: text(PackageResources._002_create_stock_sql)),
    ]

    package static let handlers: [HandlerRegistration] = [
        // what the parts clerk does
        .on(OnRegisterPart()),
        .on(OnReceiveStock()),
        // what dispatch says
        .on(WhenPartsAreRequestedReserveThem()),
        .on(WhenWorkIsCompletedIssueParts()),
        .on(WhenWorkIsNotRepairableReleaseParts()),
        .on(WhenWorkOrderIsCancelledReleaseParts()),
        // what parts says to itself, because stock and reservations have different keys
        .on(WhenPartsAreIssuedTakeThemFromStock()),
        .on(WhenPartsAreReleasedPutThemBack()),
        .on(WhenBackorderIsFilledConfirmLine()),
    ]

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
