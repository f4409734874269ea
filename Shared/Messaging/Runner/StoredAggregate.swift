import Database
import Vocabulary

/// The key of a stored thing; also the order in which rows are locked.
package protocol StorageKey: Hashable, Comparable, Sendable {}

extension ID: StorageKey {}
extension UniqueID: StorageKey {}
extension String: StorageKey {}

/// Something that the runner loads and saves for handlers, a whole batch at a time.
package protocol StoredAggregate: Sendable {
    associatedtype Key: StorageKey

    /// Reads and locks the rows of these keys in key order; a key without rows is left out.
    static func load(_ keys: [Key], in transaction: borrowing Transaction) async throws -> [Key: Stored<Self>]

    /// Writes what changed.
    ///
    /// - Throws: `ConcurrentChange` when another transaction wrote one of them first; the batch is then run again.
    static func save(_ changes: [StoredChange<Self>], in transaction: borrowing Transaction) async throws

    /// The snapshot for read models after a change, once per batch; `nil` when nobody outside needs one.
    static func snapshot(_ change: StoredChange<Self>, at time: Timestamp) throws -> Snapshot?
}

extension StoredAggregate {
    package static func snapshot(_ change: StoredChange<Self>, at time: Timestamp) throws -> Snapshot? { nil }
}

/// A value as it was loaded.
package struct Stored<Value: Sendable>: Sendable {
    package let value: Value
    package let version: Int64

    package init(value: Value, version: Int64) {
        self.value = value
        self.version = version
    }
}

/// One aggregate that a batch changed or made.
package struct StoredChange<Value: StoredAggregate>: Sendable {
    package let key: Value.Key
    /// `nil` when it is new.
    package let before: Value?
    package let after: Value
    /// The version that is being written, 1 for a new one.
    package let version: Int64
}

/// Another transaction was faster; the batch starts over with what it wrote.
package struct ConcurrentChange: Error, Sendable {
    package let table: String

    package init(table: String) {
        self.table = table
    }
}

/// Rows that are only added: ledgers, projections.
///
/// Conflicts are the row type's own affair.
package protocol StoredRow: Sendable {
    static func insert(_ rows: [Self], in transaction: borrowing Transaction) async throws
}
