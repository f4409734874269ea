/// One thing that must hold, as a question to the database: every row of the answer is a violation.
struct Check: Sendable {
    let title: String
    /// Yields one text column, `violation`.
    let sql: String
    /// Tables without which the question makes no sense, such as `intake.service_case`.
    let tables: [String]

    /// - Parameter with: a common table expression that the question uses, without the word `with`.
    init(_ title: String, tables: [String], _ sql: String, with expression: String? = nil) {
        self.title = title
        self.tables = tables
        self.sql = expression.map { "with \($0) \(sql)" } ?? sql
    }
}

/// A number worth showing beside the violations.
struct Count: Sendable {
    let title: String
    /// Yields one row with one number.
    let sql: String
    let tables: [String]

    init(_ title: String, tables: [String], _ sql: String) {
        self.title = title
        self.tables = tables
        self.sql = sql
    }
}
