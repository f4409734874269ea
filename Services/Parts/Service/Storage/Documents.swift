import Messages
import Messaging
import PartsDomain
import Vocabulary

extension Part: StoredDocument {
    package typealias Key = String

    package static let table = "part"
    package static let columns: [DocumentColumn<Part>] = [.text("category") { $0.category }]

    package func snapshot(id: String, version: Int64, at time: Timestamp) -> (any Message)? {
        PartStateV1(
            id: sku,
            status: .active,
            sku: sku,
            name: name,
            category: category,
            version: version,
            updatedAt: time
        )
    }
}

extension Reservation: StoredDocument {
    package typealias Key = ReservationID

    package static let table = "reservation"
    package static let columns: [DocumentColumn<Reservation>] = [
        .uuid("case_id") { $0.caseID.value },
        .uuid("work_order_id") { $0.workOrderID.value },
        .text("status") { $0.status.rawValue },
    ]

    package func snapshot(id: ReservationID, version: Int64, at time: Timestamp) -> (any Message)? {
        let (reservedAt, endedAt): (Timestamp?, Timestamp?) =
            switch state {
            case .short: (nil, nil)
            case .reserved(let time): (time, nil)
            case .issued(let time), .released(let time): (nil, time)
            }
        return ReservationStateV1(
            id: id,
            caseID: caseID,
            workOrderID: workOrderID,
            status: status,
            site: site,
            lines: lines.map { ReservationLine(sku: $0.sku, quantity: $0.requested, reserved: $0.reserved) },
            requestedAt: requestedAt,
            reservedAt: reservedAt,
            endedAt: endedAt,
            version: version,
            updatedAt: time
        )
    }

    private var status: Wire.ReservationStatus {
        switch state {
        case .short: .short
        case .reserved: .reserved
        case .issued: .issued
        case .released: .released
        }
    }
}
