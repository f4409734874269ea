import IntakeDomain
import Messages
import Messaging
import Vocabulary

extension ServiceCase: StoredDocument {
    package typealias Key = CaseID

    package static let table = "service_case"

    package static let columns: [DocumentColumn<ServiceCase>] = [
        .text("number") { $0.file.registration.number.description },
        .text("status") { $0.status.rawValue },
        .text("outcome") { $0.outcome?.rawValue },
        .text("destination") { $0.file.registration.destination.rawValue },
        .text("region") { $0.file.registration.request.region },
        .time("registered_at") { $0.file.registration.registeredAt },
        .time("ended_at") { $0.endedAt },
    ]

    package func snapshot(id: CaseID, version: Int64, at time: Timestamp) -> (any Message)? {
        CaseStateV1(self, version: version, updatedAt: time)
    }
}
