import Messaging
import Vocabulary

/// The one place where it is decided who reads personal values: everything that leaves by the HTTP door goes through.
struct PersonalView: Sendable {
    let revealer: Revealer

    /// Everyone who may read a document reads what it says of persons; what was erased nobody does.
    func shown(_ documents: [String], to principal: Principal) async throws -> [String] {
        try await revealer.reveal(json: documents)
    }
}
