import Database
import Messages
import Messaging
import PartsDomain
import ServiceKit

/// The parts service on one screen.
package enum PartsWiring {
    package static let definition = ServiceDefinition(
        service: .parts,
        migrations: migrations,
        handlers: handlers,
        snapshots: snapshots
    )

    /// What read models can be rebuilt from.
    package static let snapshots: [SnapshotSource] = [
        .of(Part.self, as: PartStateV1.self),
        .of(Reservation.self, as: ReservationStateV1.self),
        .of(StockLine.self, as: StockLineStateV1.self, table: "stock_line") { _, stored, now in
            [stored.value.state(version: stored.version, at: now)]
        },
    ]

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
