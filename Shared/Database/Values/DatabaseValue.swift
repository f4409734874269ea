/// A Swift value that travels to and from PostgreSQL in binary.
package protocol DatabaseValue: Sendable {
    static var databaseType: DatabaseType { get }
    /// What an array of these is: `uuid[]` for identifiers, `bytea` for bytes.
    static var databaseArrayType: DatabaseType { get }
    var isDatabaseNull: Bool { get }

    /// Not called for NULL.
    func encode(into writer: inout ByteWriter)
    static func encodeArray(_ values: [Self], into writer: inout ByteWriter)

    static func decode(_ cell: Cell) throws(CellMismatch) -> Self
    /// What NULL reads as; `nil` when it does not.
    static var databaseNull: Self? { get }
    static func decodeArray(_ cell: Cell) throws(CellMismatch) -> [Self]
}

extension DatabaseValue {
    package static var databaseArrayType: DatabaseType { databaseType.array }
    package var isDatabaseNull: Bool { false }
    package static var databaseNull: Self? { nil }
}

/// A PostgreSQL type by its object identifier, which is fixed for built-in types (`pg_type.dat`).
package struct DatabaseType: Hashable, Sendable {
    package let oid: UInt32
    /// Of the array type; 0 when there is none.
    package let arrayOID: UInt32

    package init(oid: UInt32, arrayOID: UInt32 = 0) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    package var array: DatabaseType { DatabaseType(oid: arrayOID) }

    package static let bool = DatabaseType(oid: 16, arrayOID: 1000)
    package static let bytea = DatabaseType(oid: 17, arrayOID: 1001)
    package static let int8 = DatabaseType(oid: 20, arrayOID: 1016)
    package static let int2 = DatabaseType(oid: 21, arrayOID: 1005)
    package static let int4 = DatabaseType(oid: 23, arrayOID: 1007)
    package static let text = DatabaseType(oid: 25, arrayOID: 1009)
    package static let json = DatabaseType(oid: 114, arrayOID: 199)
    package static let float4 = DatabaseType(oid: 700, arrayOID: 1021)
    package static let float8 = DatabaseType(oid: 701, arrayOID: 1022)
    package static let date = DatabaseType(oid: 1082, arrayOID: 1182)
    package static let timestamp = DatabaseType(oid: 1114, arrayOID: 1115)
    package static let timestamptz = DatabaseType(oid: 1184, arrayOID: 1185)
    package static let interval = DatabaseType(oid: 1186, arrayOID: 1187)
    package static let numeric = DatabaseType(oid: 1700, arrayOID: 1231)
    package static let uuid = DatabaseType(oid: 2950, arrayOID: 2951)
    package static let jsonb = DatabaseType(oid: 3802, arrayOID: 3807)
    package static let xid8 = DatabaseType(oid: 5069, arrayOID: 271)
    package static let objectID = DatabaseType(oid: 26, arrayOID: 1028)
}

/// Grows a buffer of values in network byte order.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8]

    package init(bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    package var count: Int { bytes.count }

    package mutating func append(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    package mutating func append<Integer: FixedWidthInteger>(_ value: Integer) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes a value behind its length, as elements of an array stand.
    package mutating func appendWithLength(_ write: (inout ByteWriter) -> Void) {
        let start = count
        append(Int32(0))
        write(&self)
        let length = Int32(count - start - 4)
        withUnsafeBytes(of: length.bigEndian) { bytes.replaceSubrange(start..<start + 4, with: $0) }
    }
}
