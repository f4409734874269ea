extension Optional: DatabaseValue where Wrapped: DatabaseValue {
    package static var databaseType: DatabaseType { Wrapped.databaseType }
    package static var databaseArrayType: DatabaseType { Wrapped.databaseArrayType }
    package static var databaseNull: Wrapped?? { .some(nil) }
    package var isDatabaseNull: Bool { self?.isDatabaseNull ?? true }

    package func encode(into writer: inout ByteWriter) {
        self?.encode(into: &writer)
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> Wrapped? {
        try Wrapped.decode(cell)
    }
}

/// One dimension, binary: what `unnest` takes. An array of arrays is only meant for `bytea[]`.
extension Array: DatabaseValue where Element: DatabaseValue {
    package static var databaseType: DatabaseType { Element.databaseArrayType }

    /// The array type of `bytea`; PostgreSQL has no other array of arrays.
    package static var databaseArrayType: DatabaseType {
        databaseType == .bytea ? databaseType.array : databaseType
    }

    package func encode(into writer: inout ByteWriter) {
        Element.encodeArray(self, into: &writer)
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> [Element] {
        try Element.decodeArray(cell)
    }
}

extension DatabaseValue {
    package static func encodeArray(_ values: [Self], into writer: inout ByteWriter) {
        writer.append(Int32(values.isEmpty ? 0 : 1))  // dimensions
        writer.append(Int32(values.contains { $0.isDatabaseNull } ? 1 : 0))
        writer.append(databaseType.oid)
        guard !values.isEmpty else { return }
        writer.append(Int32(values.count))
        writer.append(Int32(1))  // lower bound
        for value in values {
            if value.isDatabaseNull {
                writer.append(Int32(-1))
            } else {
                writer.appendWithLength { value.encode(into: &$0) }
            }
        }
    }

    package static func decodeArray(_ cell: Cell) throws(CellMismatch) -> [Self] {
        guard let dimensions = cell.integer(at: 0, as: Int32.self), let type = cell.integer(at: 8, as: UInt32.self),
            dimensions == 0 || dimensions == 1
        else { throw .type(cell) }
        guard dimensions == 1 else { return [] }
        guard let count = cell.integer(at: 12, as: Int32.self) else { throw .malformed }
        var values: [Self] = []
        var offset = 20
        for _ in 0..<max(0, count) {
            guard let length = cell.integer(at: offset, as: Int32.self) else { throw .malformed }
            offset += 4
            if length < 0 {
                guard let null = databaseNull else { throw CellMismatch("an element is null") }
                values.append(null)
            } else {
                guard let element = cell.slice(offset..<offset + Int(length), type: type) else { throw .malformed }
                values.append(try decode(element))
                offset += Int(length)
            }
        }
        return values
    }
}
