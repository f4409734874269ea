import Vocabulary

extension String: DatabaseValue {
    package static var databaseType: DatabaseType { .text }
    package func encode(into writer: inout ByteWriter) { writer.append(utf8) }

    /// Any text-like type, JSON, and the usual scalars in the form in which our values print.
    package static func decode(_ cell: Cell) throws(CellMismatch) -> String {
        switch cell.type {
        case DatabaseType.jsonb.oid: try JSONText.decode(cell).text
        case DatabaseType.uuid.oid: try UniqueID.decode(cell).description
        case DatabaseType.bool.oid: try Bool.decode(cell).description
        case DatabaseType.timestamptz.oid: try Timestamp.decode(cell).description
        case DatabaseType.date.oid: try CalendarDate.decode(cell).description
        case DatabaseType.numeric.oid: try BinaryNumeric(cell).description
        case DatabaseType.float4.oid, DatabaseType.float8.oid: try Double.decode(cell).description
        case DatabaseType.int2.oid, DatabaseType.int4.oid, DatabaseType.int8.oid, DatabaseType.xid8.oid:
            try Int64.decode(cell).description
        case DatabaseType.bytea.oid, DatabaseType.interval.oid, DatabaseType.timestamp.oid: throw .type(cell)
        default: try validated(cell.bytes)
        }
    }

    fileprivate static func validated(_ bytes: some Collection<UInt8>) throws(CellMismatch) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
        return text
    }
}

/// A JSON text, bound as `jsonb`.
package struct JSONText: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package init(utf8 bytes: some Collection<UInt8>) {
        text = String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONText: DatabaseValue {
    package static var databaseType: DatabaseType { .jsonb }

    package func encode(into writer: inout ByteWriter) {
        writer.append(UInt8(1))  // the version of jsonb's wire form
        writer.append(text.utf8)
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> JSONText {
        switch cell.type {
        case DatabaseType.jsonb.oid:
            guard cell.bytes.first == 1 else { throw .malformed }
            return JSONText(try String.validated(cell.bytes.dropFirst()))
        case DatabaseType.json.oid, DatabaseType.text.oid:
            return JSONText(try String.validated(cell.bytes))
        default: throw .type(cell)
        }
    }
}

/// A byte alone is a small number; an array of them is `bytea`.
extension UInt8: DatabaseValue {
    package static var databaseType: DatabaseType { .int2 }
    package static var databaseArrayType: DatabaseType { .bytea }
    package func encode(into writer: inout ByteWriter) { writer.append(Int16(self)) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> UInt8 { try decodeInteger(cell) }

    package static func encodeArray(_ values: [UInt8], into writer: inout ByteWriter) {
        writer.append(values)
    }

    /// Also the UTF-8 of text and JSON, for decoders that want bytes.
    package static func decodeArray(_ cell: Cell) throws(CellMismatch) -> [UInt8] {
        switch cell.type {
        case DatabaseType.bytea.oid, DatabaseType.text.oid, DatabaseType.json.oid: return Array(cell.bytes)
        case DatabaseType.jsonb.oid:
            guard cell.bytes.first == 1 else { throw .malformed }
            return Array(cell.bytes.dropFirst())
        default: throw .type(cell)
        }
    }
}
