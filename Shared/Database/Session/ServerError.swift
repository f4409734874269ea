import CLibPQ

extension DatabaseError {
    /// Copies what is safe to show out of a failed result.
    ///
    /// PostgreSQL's texts quote values in data errors and constraint violations, so for those only the name of the
    /// condition is kept. The other classes speak of names in the SQL.
    init(copying result: borrowing QueryResult, statement: String?) {
        guard let state = result.field(DIAGNOSTIC_SQLSTATE) else {
            self = .connection("the connection to the database was lost")
            self.statement = statement
            return
        }
        let primary = result.field(DIAGNOSTIC_MESSAGE_PRIMARY) ?? ""
        self.init(
            kind: Self.isLost(state) ? .connection : .server,
            sqlState: state,
            message: Self.message(for: state, primary: primary)
        )
        constraint = result.field(DIAGNOSTIC_CONSTRAINT_NAME)
        table = result.field(DIAGNOSTIC_TABLE_NAME)
        column = result.field(DIAGNOSTIC_COLUMN_NAME)
        isStalePlan = state == "0A000" && primary.hasPrefix("cached plan")
        self.statement = statement
    }

    private static func isLost(_ state: String) -> Bool {
        ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(state) || state.hasPrefix("08")
    }

    private static func message(for state: String, primary: String) -> String {
        switch state.prefix(2) {
        case "08", "0A", "25", "26", "28", "3D", "3F", "40", "42", "53", "54", "55", "57": primary
        default: conditions[state] ?? "the database refused the statement"
        }
    }

    private static let conditions = [
        "22001": "a text is too long for its column",
        "22003": "a number is out of range",
        "22007": "a date or time is malformed",
        "22008": "a date or time is out of range",
        "22012": "division by zero",
        "22021": "a character does not fit the encoding",
        "22023": "a parameter value is not allowed",
        "22P02": "a text does not have the form of its type",
        "22P03": "a parameter does not have the binary form of its type",
        "22P05": "a character cannot be converted",
        "23502": "a required column is empty",
        "23503": "a referenced row is missing or still in use",
        "23505": "a row with this key exists",
        "23514": "a check failed",
        "23P01": "a row conflicts with another one",
        "P0001": "a database function refused",
    ]
}
