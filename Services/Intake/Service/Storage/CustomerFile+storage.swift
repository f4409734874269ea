import IntakeDomain
import Messages
import Messaging
import Vocabulary

extension CustomerFile: StoredDocument {
    package typealias Key = ID<CustomerFile>

    package static let table = "customer_file"

    package static let columns: [DocumentColumn<CustomerFile>] = [
        .text("region") { $0.region },
        .time("last_contact_at") { $0.lastContactAt },
    ]

    package func snapshot(id: ID<CustomerFile>, version: Int64, at time: Timestamp) -> (any Message)? {
        CustomerFileStateV1(
            id: id.value,
            status: .provisional,
            customer: Customer(details),
            region: region,
            caseCount: caseCount,
            lastCaseID: lastCaseID,
            firstContactAt: openedAt,
            lastContactAt: lastContactAt,
            version: version,
            updatedAt: time
        )
    }
}
