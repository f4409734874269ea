/// What went wrong in or on the way to PostgreSQL.
///
/// The text names states, constraints, tables and the SQL with its placeholders, never a bound value or a row:
/// it may be logged.
package struct DatabaseError: Error, Equatable, Sendable {
    package enum Kind: Sendable {
        /// PostgreSQL refused the statement.
        case server
        /// The connection could not be made or broke.
        case connection
        /// No connection became free in time.
        case poolExhausted
        /// The pool was shut down.
        case poolClosed
        /// A column does not hold what the caller asked for.
        case decoding
    }

    package let kind: Kind
    /// Five characters (PostgreSQL manual, appendix A).
    package let sqlState: String
    package let message: String
    package var constraint: String?
    package var table: String?
    package var column: String?
    /// The SQL that failed, with `$1` in place of values.
    package var statement: String?
    /// The connection broke during COMMIT: the transaction may have been applied.
    package var isOutcomeUnknown = false
    /// A prepared statement was outdated by a change of schema; the next attempt prepares it anew.
    var isStalePlan = false

    package init(kind: Kind, sqlState: String, message: String) {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
    }

    /// The same work may succeed when it is done again: serialisation, deadlock, a wait for
    /// a lock that took too long, lost or refused connection.
    package var isRetriable: Bool {
        if isStalePlan || kind == .poolExhausted { return true }
        return switch sqlState {
        case "40001", "40P01", "55P03", "25P03", "25006", "57014", "57P01", "57P02", "57P03", "57P05": true
        default: kind == .server || kind == .connection ? ["08", "53"].contains(sqlState.prefix(2)) : false
        }
    }

    /// A unique, exclusion, check, foreign key or not-null constraint said no.
    package var isConstraintViolation: Bool { sqlState.hasPrefix("23") }
}

extension DatabaseError: CustomStringConvertible {
    package var description: String {
        var text = "\(message) [\(sqlState)]"
        for (label, name) in [("constraint", constraint), ("table", table), ("column", column)] {
            if let name { text += ", \(label) \(name)" }
        }
        if isOutcomeUnknown { text += ", outcome unknown" }
        if let statement { text += ", in: \(Self.shortened(statement))" }
        return text
    }

    /// One line, at most 300 characters.
    private static func shortened(_ sql: String) -> String {
        let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 300 ? line.prefix(300) + "…" : line
    }
}

extension DatabaseError {
    static func connection(_ message: String, sqlState: String = "08006") -> DatabaseError {
        DatabaseError(kind: .connection, sqlState: sqlState, message: message)
    }

    static func decoding(column: String, wanted: String, reason: String) -> DatabaseError {
        var error = DatabaseError(
            kind: .decoding,
            sqlState: "42804",
            message: "cannot read column \(column) as \(wanted): \(reason)"
        )
        error.column = column
        return error
    }
}
