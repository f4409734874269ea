import Database

/// The aggregates that a message will touch.
package struct Needs: Sendable {
    var items: [any Need] = []

    package static let none = Needs()

    init() {}

    package init<Value: StoredAggregate>(_ type: Value.Type, _ keys: [Value.Key]) {
        items = [NeededKeys<Value>(keys: keys)]
    }

    package func and<Value: StoredAggregate>(_ type: Value.Type, _ keys: [Value.Key]) -> Needs {
        var more = self
        more.items.append(NeededKeys<Value>(keys: keys))
        return more
    }
}

protocol Need: Sendable {
    func add(to session: BatchSession)
}

private struct NeededKeys<Value: StoredAggregate>: Need {
    let keys: [Value.Key]

    func add(to session: BatchSession) {
        session.aggregates(of: Value.self).wanted.formUnion(keys)
    }
}
