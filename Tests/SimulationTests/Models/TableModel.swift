/// A table: what is committed, and what open transactions have written, visible to themselves alone.
final class TableModel<Key: Hashable & Comparable, Row> {
    let name: String
    private(set) var rows: [Key: Row] = [:]
    private var written: [Int: [Key: Row?]] = [:]

    init(_ name: String) {
        self.name = name
    }

    func read(_ key: Key, by owner: Int) -> Row? {
        if let own = written[owner]?[key] { return own }
        return rows[key]
    }

    /// The keys that a statement of this transaction sees, in order.
    func keys(for owner: Int) -> [Key] {
        let own = written[owner] ?? [:]
        return Set(rows.keys).union(own.keys).filter { read($0, by: owner) != nil }.sorted()
    }

    func write(_ key: Key, _ row: Row?, by owner: Int) {
        written[owner, default: [:]].updateValue(row, forKey: key)
    }

    func commit(_ owner: Int) {
        for (key, row) in written.removeValue(forKey: owner) ?? [:] { rows[key] = row }
    }

    func rollBack(_ owner: Int) { written[owner] = nil }

    func lock(_ key: Key) -> String { "\(name)/\(key)" }
}
