import Database
import Messages
import Vocabulary

/// Reads timelines, oldest entry first.
struct TimelineStore: Sendable {
    let pool: ConnectionPool
    /// Titles of the events, by CloudEvents `type`.
    let titles: [String: Bilingual]

    init(pool: ConnectionPool, contracts: [Contract]) {
        self.pool = pool
        titles = Dictionary(contracts.map { ($0.type, $0.title) }) { first, _ in first }
    }

    /// A place in a timeline.
    struct Position: Sendable {
        let at: Timestamp
        let eventID: UniqueID

        var cursor: String { Cursor.encode([at.description, eventID.description]) }
    }

    struct Entry: Sendable {
        let position: Position
        let json: JSONValue
    }

    func entries(of caseID: UniqueID, after position: Position?, limit: Int) async throws -> [Entry] {
        var query: Query = "select at, event_id, type, service, data from timeline_entry where case_id = \(caseID)"
        if let position { query += " and (at, event_id) > (\(position.at), \(position.eventID))" }
        query += " order by at, event_id limit \(limit)"
        return try await pool.query(query).map(entry)
    }

    private func entry(_ row: Row) throws -> Entry {
        let position = Position(at: try row.decode("at"), eventID: try row.decode("event_id"))
        let type: String = try row.decode("type")
        let title = titles[type] ?? Bilingual(zh: type, en: type)
        let data = try row.decode("data", as: JSONText.self)
        return Entry(
            position: position,
            json: [
                "id": .string(position.eventID.description), "at": .string(position.at.description),
                "type": .string(type), "service": .string(try row.decode("service")),
                "title": ["zh": .string(title.zh), "en": .string(title.en)],
                "data": try JSONParser.parse(Array(data.text.utf8)),
            ]
        )
    }
}

extension TimelineStore.Position {
    init(cursor: String) throws {
        let parts = try Cursor.decode(cursor)
        guard parts.count == 2, let at = Timestamp(parts[0]), let id = UniqueID(parts[1]) else { throw Cursor.problem }
        self.init(at: at, eventID: id)
    }
}
