import IntakeDomain
import Messages
import Messaging
import Vocabulary

extension ProductFile: StoredDocument {
    package typealias Key = ID<ProductFile>

    package static let table = "product_file"

    package static let columns: [DocumentColumn<ProductFile>] = [
        .text("standing") { $0.standing.rawValue },
        .text("category") { $0.details.category },
        .text("serial_number") { $0.details.serialNumber.flatMap(SerialNumber.init)?.text },
        .time("last_case_at") { $0.lastCaseAt },
    ]

    package func snapshot(id: ID<ProductFile>, version: Int64, at time: Timestamp) -> (any Message)? {
        ProductFileStateV1(
            id: id.value,
            status: Wire.FileStatus(standing),
            product: Product(details),
            category: details.category,
            contractDate: contractDate,
            guaranteeEnd: contractDate.map(GuaranteeTerm.standard.lastDay(from:)),
            caseCount: caseCount,
            lastCaseID: lastCaseID,
            firstSeenAt: openedAt,
            lastSeenAt: lastCaseAt,
            version: version,
            updatedAt: time
        )
    }
}
