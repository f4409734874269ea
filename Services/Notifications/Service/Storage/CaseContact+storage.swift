import Messages
import Messaging
import NotificationsDomain
import Vocabulary

extension CaseContact: StoredDocument {
    package typealias Key = CaseID

    package static let table = "case_contact"

    package static let columns: [DocumentColumn<CaseContact>] = [
        .text("is_known") { contact in
            switch contact.state {
            case .unknown: "unknown"
            case .known: "known"
            }
        }
    ]
}
