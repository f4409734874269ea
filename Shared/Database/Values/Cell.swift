/// One non-NULL field of a result: its type and its bytes, which may only be read during the call that hands it over.
package struct Cell {
    package let type: UInt32
    package let bytes: UnsafeRawBufferPointer

    /// Reads a big-endian integer; `nil` when the field ends before it does.
    package func integer<Integer: FixedWidthInteger>(at offset: Int = 0, as: Integer.Type = Integer.self) -> Integer? {
        guard offset >= 0, offset + MemoryLayout<Integer>.size <= bytes.count else { return nil }
        return Integer(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Integer.self))
    }

    func has(_ type: DatabaseType) -> Bool { self.type == type.oid }

    func slice(_ range: Range<Int>, type: UInt32) -> Cell? {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
        return Cell(type: type, bytes: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
}

/// Why a field cannot be read as the wanted type; holds no value.
package struct CellMismatch: Error, Equatable, Sendable {
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }

    static func type(_ cell: Cell) -> CellMismatch { CellMismatch("it has type \(cell.type)") }
    static let malformed = CellMismatch("malformed")
    static let outOfRange = CellMismatch("out of range")
}
