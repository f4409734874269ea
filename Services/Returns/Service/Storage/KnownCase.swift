import Messages
import Messaging
import Vocabulary

/// A case that intake has registered: a return about any other has no home.
package struct KnownCase: Codable, Equatable, Sendable {
    package let number: CaseNumber
}

extension KnownCase: StoredDocument {
    package typealias Key = CaseID

    package static let table = "known_case"
    package static let columns: [DocumentColumn<KnownCase>] = []
}
