extension FixedWidthInteger {
    /// Reads any of PostgreSQL's integers, and a `numeric` without fraction (what `sum(bigint)` returns).
    static func decodeInteger(_ cell: Cell) throws(CellMismatch) -> Self {
        let wide: Int64?
        switch cell.type {
        case DatabaseType.int8.oid, DatabaseType.xid8.oid: wide = cell.integer(as: Int64.self)
        case DatabaseType.int4.oid: wide = cell.integer(as: Int32.self).map(Int64.init)
        case DatabaseType.int2.oid: wide = cell.integer(as: Int16.self).map(Int64.init)
        case DatabaseType.objectID.oid: wide = cell.integer(as: UInt32.self).map(Int64.init)
        case DatabaseType.numeric.oid: wide = try BinaryNumeric(cell).integer
        default: throw .type(cell)
        }
        guard let wide else { throw .malformed }
        guard let value = Self(exactly: wide) else { throw .outOfRange }
        return value
    }
}

extension Int: DatabaseValue {
    package static var databaseType: DatabaseType { .int8 }
    package func encode(into writer: inout ByteWriter) { writer.append(Int64(self)) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Int { try decodeInteger(cell) }
}

extension Int64: DatabaseValue {
    package static var databaseType: DatabaseType { .int8 }
    package func encode(into writer: inout ByteWriter) { writer.append(self) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Int64 { try decodeInteger(cell) }
}

extension Int32: DatabaseValue {
    package static var databaseType: DatabaseType { .int4 }
    package func encode(into writer: inout ByteWriter) { writer.append(self) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Int32 { try decodeInteger(cell) }
}

extension Int16: DatabaseValue {
    package static var databaseType: DatabaseType { .int2 }
    package func encode(into writer: inout ByteWriter) { writer.append(self) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Int16 { try decodeInteger(cell) }
}

extension Bool: DatabaseValue {
    package static var databaseType: DatabaseType { .bool }
    package func encode(into writer: inout ByteWriter) { writer.append(UInt8(self ? 1 : 0)) }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> Bool {
        guard cell.has(.bool) else { throw .type(cell) }
        guard let byte = cell.integer(as: UInt8.self) else { throw .malformed }
        return byte != 0
    }
}

extension Double: DatabaseValue {
    package static var databaseType: DatabaseType { .float8 }
    package func encode(into writer: inout ByteWriter) { writer.append(bitPattern) }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> Double {
        switch cell.type {
        case DatabaseType.float8.oid:
            guard let bits = cell.integer(as: UInt64.self) else { throw .malformed }
            return Double(bitPattern: bits)
        case DatabaseType.float4.oid:
            guard let bits = cell.integer(as: UInt32.self) else { throw .malformed }
            return Double(Float(bitPattern: bits))
        case DatabaseType.numeric.oid:
            guard let value = Double(try BinaryNumeric(cell).description) else { throw .malformed }
            return value
        default:
            return Double(try Int64.decodeInteger(cell))
        }
    }
}

/// PostgreSQL's `numeric` as it is sent: digits to the base 10,000 (`numeric_send`).
struct BinaryNumeric {
    private let digits: [Int]
    private let weight: Int
    private let isNegative: Bool
    private let scale: Int

    init(_ cell: Cell) throws(CellMismatch) {
        guard let count = cell.integer(at: 0, as: Int16.self), let weight = cell.integer(at: 2, as: Int16.self),
            let sign = cell.integer(at: 4, as: UInt16.self), let scale = cell.integer(at: 6, as: Int16.self)
        else { throw .malformed }
        guard sign == 0 || sign == 0x4000 else { throw .outOfRange }  // NaN and infinities
        var digits: [Int] = []
        for index in 0..<max(0, Int(count)) {
            guard let digit = cell.integer(at: 8 + index * 2, as: Int16.self) else { throw .malformed }
            digits.append(Int(digit))
        }
        self.digits = digits
        self.weight = Int(weight)
        self.scale = Int(scale)
        isNegative = sign == 0x4000
    }

    private func digit(_ position: Int) -> Int {
        digits.indices.contains(position) ? digits[position] : 0
    }

    /// `nil` when there is a fraction or it does not fit.
    var integer: Int64? {
        guard digits.isEmpty || digits.count <= weight + 1 else { return nil }
        var value: Int64 = 0
        for position in 0..<max(0, digits.isEmpty ? 0 : weight + 1) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10_000)
            let (sum, carry) = product.subtractingReportingOverflow(Int64(digit(position)))
            guard !overflow, !carry else { return nil }
            value = sum  // kept negative: the smallest Int64 has no positive counterpart
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }
}

extension BinaryNumeric: CustomStringConvertible {
    /// Plain decimal digits, with as many behind the point as the value was declared to have.
    var description: String {
        var whole = weight < 0 ? "0" : "\(digit(0))"
        if weight > 0 { whole += (1...weight).map { Self.padded(digit($0)) }.joined() }
        guard scale > 0 else { return (isNegative ? "-" : "") + whole }
        let groups = (scale + 3) / 4
        let fraction = (1...groups).map { Self.padded(digit(weight + $0)) }.joined().prefix(scale)
        return (isNegative ? "-" : "") + whole + "." + fraction
    }

    private static func padded(_ digit: Int) -> String {
        let text = String(digit)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
}
