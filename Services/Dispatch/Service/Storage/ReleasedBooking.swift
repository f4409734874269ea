import Database
import DispatchDomain
import Messaging
import Vocabulary

/// A visit that ended, or will not be: its time is free again.
///
/// This needs no lock on the region, because it can only make room; the row stays as the record of who was sent when.
struct ReleasedBooking: StoredRow {
    let workOrderID: WorkOrderID
    let visitNumber: Int

    static func insert(_ rows: [ReleasedBooking], in transaction: borrowing Transaction) async throws {
        try await transaction.execute(
            """
            update booking set released_at = now()
            from unnest(\(rows.map(\.workOrderID)), \(rows.map { Int64($0.visitNumber) })) as ended (id, number)
            where work_order_id = ended.id and visit_number = ended.number and released_at is null
            """
        )
    }
}
