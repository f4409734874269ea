import Database

/// The tables of the runtime, in every service's schema.
package enum MessagingMigrations {
    package static let component = "messaging"

    package static let all = [
        Migration(number: 1, name: "create_outbox", sql: text(PackageResources._001_create_outbox_sql)),
        Migration(number: 2, name: "create_inbox", sql: text(PackageResources._002_create_inbox_sql)),
        Migration(number: 3, name: "create_timers", sql: text(PackageResources._003_create_timers_sql)),
        Migration(number: 4, name: "recover_relay", sql: text(PackageResources._004_recover_relay_sql)),
        Migration(number: 5, name: "guard_positions", sql: text(PackageResources._005_guard_positions_sql)),
        Migration(
            number: 6,
            name: "keep_history_of_parking",
            sql: text(PackageResources._006_keep_history_of_parking_sql)
        ),
        Migration(
            number: 7,
            name: "create_subject_keys",
            sql: text(PackageResources._007_create_subject_keys_sql)
        ),
        Migration(number: 8, name: "create_observation", sql: text(PackageResources._008_create_observation_sql)),
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
