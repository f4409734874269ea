import Messages
import Vocabulary

/// How long the inbox remembers, and what to make of a message that is older or from the future.
///
/// The sender's number is the record of what is new: whatever carries the next one is taken, however old it is. The
/// inbox has to decide only where there is no such number, and takes nothing there that it could have forgotten.
package struct InboxWindow: Sendable, Equatable {
    /// Ids of the suite carry their time; the inbox keeps them by day.
    static let days: Int64 = 14
    static let skew: Duration = .minutes(5)
    /// How long messages are remembered that are known by their arrival only: longer than any topic keeps them.
    package let foreignDays: Int

    package init(foreignDays: Int = 30) {
        self.foreignDays = foreignDays
    }

    /// What the sender's number says of a message.
    enum Standing: Equatable, Sendable {
        /// It is the next one, so it has not been here.
        case next
        /// It came before others that are missing, and says by its version what it is.
        case versioned
        /// There is no number to go by.
        case unnumbered
    }

    /// Whether the inbox keeps the days of such an id.
    static func holds(_ time: Timestamp, at now: Timestamp) -> Bool {
        (now - .days(days)...now + skew).contains(time)
    }

    enum Place: Equatable {
        case known(InboxClaim)
        case refused(Unreadable)
    }

    func place(of attributes: Attributes, _ standing: Standing, at now: Timestamp) -> Place {
        guard attributes.foreignID == nil, let made = attributes.id.time else {
            // The time of an integrator's message is what it says, else when it was written to the topic.
            guard attributes.time != Timestamp(0), attributes.time < now - .days(Int64(foreignDays)) else {
                return .known(InboxClaim(attributes, byArrival: true))
            }
            let reason = "it is of \(attributes.time); what is older than \(foreignDays) days may have been here before"
            return .refused(Unreadable("older-than-inbox", reason, attributes))
        }
        if Self.holds(made, at: now) {
            return .known(InboxClaim(attributes, byArrival: false))
        }
        switch standing {
        case .next, .versioned: return .known(InboxClaim(attributes, byArrival: true))
        case .unnumbered:
            return .refused(
                Unreadable("id-out-of-window", "the id's time \(made) is outside the inbox", attributes)
            )
        }
    }
}

/// What the inbox writes down of a message before it has any effect.
struct InboxClaim: Equatable, Sendable {
    let id: UniqueID
    let type: String
    /// Set where the message is remembered by its arrival; `nil` where by the day inside its id.
    let source: String?
    let foreignID: String

    init(_ attributes: Attributes, byArrival: Bool) {
        id = attributes.id
        type = attributes.type
        source = byArrival ? attributes.source : nil
        foreignID = attributes.foreignID ?? attributes.id.description
    }
}
