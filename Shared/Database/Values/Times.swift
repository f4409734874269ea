import Vocabulary

/// PostgreSQL counts from 2000-01-01T00:00:00Z.
private enum PostgresEpoch {
    static let microseconds: Int64 = 946_684_800_000_000
    static let days = 10_957
}

extension Timestamp: DatabaseValue {
    package static var databaseType: DatabaseType { .timestamptz }

    package func encode(into writer: inout ByteWriter) {
        let (shifted, overflow) = microsecondsSinceEpoch.subtractingReportingOverflow(PostgresEpoch.microseconds)
        writer.append(overflow ? Int64.min : shifted)  // the smallest value is -infinity
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> Timestamp {
        guard cell.has(.timestamptz) || cell.has(.timestamp) else { throw .type(cell) }
        guard let microseconds = cell.integer(as: Int64.self) else { throw .malformed }
        let (shifted, overflow) = microseconds.addingReportingOverflow(PostgresEpoch.microseconds)
        guard !overflow, microseconds != .min else { throw .outOfRange }  // ±infinity
        return Timestamp(microsecondsSinceEpoch: shifted)
    }
}

extension CalendarDate: DatabaseValue {
    package static var databaseType: DatabaseType { .date }

    package func encode(into writer: inout ByteWriter) {
        writer.append(Int32(daysSinceEpoch - PostgresEpoch.days))
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> CalendarDate {
        guard cell.has(.date) else { throw .type(cell) }
        guard let days = cell.integer(as: Int32.self) else { throw .malformed }
        let date = CalendarDate(daysSinceEpoch: Int(days) + PostgresEpoch.days)
        guard (1...9999).contains(date.year) else { throw .outOfRange }
        return date
    }
}

/// An `interval` of microseconds; one with days or months has no fixed length and does not read back.
extension Duration: DatabaseValue {
    package static var databaseType: DatabaseType { .interval }

    package func encode(into writer: inout ByteWriter) {
        writer.append(microseconds)
        writer.append(Int32(0))
        writer.append(Int32(0))
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> Duration {
        guard cell.has(.interval) else { throw .type(cell) }
        guard let microseconds = cell.integer(at: 0, as: Int64.self), let days = cell.integer(at: 8, as: Int32.self),
            let months = cell.integer(at: 12, as: Int32.self)
        else { throw .malformed }
        guard days == 0, months == 0 else { throw .outOfRange }
        return .microseconds(microseconds)
    }
}
