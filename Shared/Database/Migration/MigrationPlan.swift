/// Compares what should be there with what is, without I/O.
enum MigrationPlan {
    struct Step: Equatable {
        let migration: Migration
        let checksum: String
    }

    static func validate(_ component: String, _ migrations: [Migration]) throws(MigrationError) {
        var seen: Set<Int> = []
        for migration in migrations where !seen.insert(migration.number).inserted {
            throw .duplicateNumber(component: component, number: migration.number)
        }
    }

    /// What is missing, by number.
    ///
    /// Records that we do not know stay: a newer release made them.
    static func steps(
        _ component: String,
        _ migrations: [Migration],
        checksums: [String],
        applied: [(number: Int, checksum: String)]
    ) throws(MigrationError) -> [Step] {
        let records = Dictionary(applied, uniquingKeysWith: { first, _ in first })
        let last = records.keys.max() ?? 0
        var missing: [Step] = []
        for (migration, checksum) in zip(migrations, checksums).sorted(by: { $0.0.number < $1.0.number }) {
            switch records[migration.number] {
            case .some(checksum): continue
            case .some: throw .changed(component: component, number: migration.number, name: migration.name)
            case .none where migration.number < last:
                throw .outOfOrder(component: component, number: migration.number, applied: last)
            case .none: missing.append(Step(migration: migration, checksum: checksum))
            }
        }
        return missing
    }
}
