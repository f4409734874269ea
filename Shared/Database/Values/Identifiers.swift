import Vocabulary

extension UniqueID: DatabaseValue {
    package static var databaseType: DatabaseType { .uuid }

    package func encode(into writer: inout ByteWriter) {
        writer.append(high)
        writer.append(low)
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> UniqueID {
        guard cell.has(.uuid) else { throw .type(cell) }
        guard let high = cell.integer(at: 0, as: UInt64.self), let low = cell.integer(at: 8, as: UInt64.self) else {
            throw .malformed
        }
        return UniqueID(high: high, low: low)
    }
}

extension ID: DatabaseValue {
    package static var databaseType: DatabaseType { .uuid }
    package func encode(into writer: inout ByteWriter) { value.encode(into: &writer) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> ID { ID(try UniqueID.decode(cell)) }
}
