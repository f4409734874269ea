import IntakeDomain
import Messaging
import Vocabulary

/// All case numbers come from one row.
extension CaseCounter: StoredDocument {
    package typealias Key = String

    static let onlyKey = "case"

    package static let table = "case_counter"
    package static let columns: [DocumentColumn<CaseCounter>] = []
}
