import Vocabulary

/// By what a customer is recognised: the phone number, else the e-mail address, else the name.
package enum ContactIdentity: Hashable, Sendable {
    case phone(String)
    case email(String)
    case name(String)

    package init(of customer: CustomerDetails) {
        if let phone = customer.phone.flatMap({ Self.text($0, .phone) }) {
            self = .phone(phone)
        } else if let email = customer.email.flatMap({ Self.text($0, .email) }) {
            self = .email(email)
        } else {
            self = .name(Self.text(customer.name, .name) ?? "")
        }
    }

    /// Unambiguous text, from which the file's identifier is derived.
    package var key: String {
        switch self {
        case .phone(let text): "phone:\(text)"
        case .email(let text): "email:\(text)"
        case .name(let text): "name:\(text)"
        }
    }

    /// Whether it points at one person: many people share a name.
    package var isPersonal: Bool {
        switch self {
        case .phone, .email: true
        case .name: false
        }
    }

    /// The mark of a sealed contact; of one that needs no sealing the text itself.
    private static func text(_ contact: Personal<String>, _ kind: ContactText) -> String? {
        contact.mark ?? contact.value.flatMap(kind.normalised)
    }
}
