/// One numbered step of a schema; never edited once it has been applied anywhere.
package struct Migration: Hashable, Sendable {
    package let number: Int
    package let name: String
    package let sql: String

    package init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }
}

/// What `Migrator.migrate` did.
package struct AppliedMigration: Hashable, Sendable {
    package let component: String
    package let number: Int
    package let name: String
}
