/// Stub
actor Session {
    func run(_ query: Query) async throws -> ResultTable { throw DatabaseError.connection("not connected") }
    func run(_ queries: [Query]) async throws -> [ResultTable] { throw DatabaseError.connection("not connected") }
}
