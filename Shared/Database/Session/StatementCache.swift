/// Which statements a connection has prepared, by text and parameter types; the least recently used goes first.
struct StatementCache {
    struct Key: Hashable {
        let sql: String
        let types: [UInt32]
    }

    /// What to do to run a statement.
    struct Lookup {
        let name: String
        let isNew: Bool
        /// The name of a statement to forget.
        let evicted: String?
    }

    private struct Entry {
        let name: String
        var lastUse: Int
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var uses = 0

    init(capacity: Int = 256) {
        self.capacity = capacity
    }

    mutating func lookUp(_ key: Key) -> Lookup {
        uses += 1
        if let known = entries[key] {
            entries[key]?.lastUse = uses
            return Lookup(name: known.name, isNew: false, evicted: nil)
        }
        let evicted = entries.count < capacity ? nil : removeOldest()
        let name = "s\(uses)"
        entries[key] = Entry(name: name, lastUse: uses)
        return Lookup(name: name, isNew: true, evicted: evicted)
    }

    /// After a failed preparation, or when the plan no longer fits the schema.
    mutating func forget(_ key: Key) {
        entries[key] = nil
    }

    private mutating func removeOldest() -> String? {
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return nil }
        entries[oldest.key] = nil
        return oldest.value.name
    }
}
