import Database
import Messaging
import PartsDomain
import Vocabulary

/// One entry of the stock ledger with the balance after it; written once and never changed.
struct LedgerEntry: StoredRow {
    let line: StockKey
    /// Counts up within the line, without gaps.
    let ordinal: Int64
    let movement: StockLine.Movement
    let quantity: Int
    let onHandAfter: Int
    let reservedAfter: Int
    let document: String
    let reservationID: ReservationID?
    let caseID: CaseID?
    let movedAt: Timestamp

    static func insert(_ rows: [LedgerEntry], in transaction: borrowing Transaction) async throws {
        try await transaction.execute(
            """
            insert into stock_movement (
                stock_line_id, ordinal, movement, quantity, on_hand_after, reserved_after, document, reservation_id,
                case_id, moved_at
            )
            select * from unnest(\(rows.map(\.line.description)), \(rows.map(\.ordinal)),
                \(rows.map(\.movement.rawValue)), \(rows.map { Int64($0.quantity) }),
                \(rows.map { Int64($0.onHandAfter) }), \(rows.map { Int64($0.reservedAfter) }),
                \(rows.map(\.document)), \(rows.map(\.reservationID)), \(rows.map(\.caseID)), \(rows.map(\.movedAt)))
            """
        )
    }
}
