/// How one service reaches its schema.
package struct DatabaseConfiguration: Sendable {
    /// A libpq connection URI or keyword string; anything it leaves out comes from libpq's environment and defaults.
    package var url: String
    /// The role that statements run as; `nil` keeps the one that the URL logs in as.
    package var role: String?
    /// The only schema on the search path.
    package var schema: String
    /// Shown in `pg_stat_activity`.
    package var applicationName: String
    /// PostgreSQL cancels a statement that runs longer; zero means never.
    package var statementTimeout: Duration = .seconds(30)
    /// PostgreSQL ends a session that leaves a transaction open and idle for longer.
    package var idleInTransactionTimeout: Duration = .seconds(15)
    /// The whole of one attempt to connect.
    package var connectTimeout: Duration = .seconds(5)

    package init(url: String, role: String?, schema: String, applicationName: String) {
        self.url = url
        self.role = role
        self.schema = schema
        self.applicationName = applicationName
    }
}
