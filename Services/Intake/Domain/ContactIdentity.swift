import Vocabulary

/// By what a customer is recognised: the phone number, else the e-mail address, else the name.
package enum ContactIdentity: Hashable, Sendable {
    case phone(String)
    case email(String)
    case name(String)

    package init(of customer: CustomerDetails) {
        if let phone = customer.phone.flatMap({ Self.normalised(phone: $0.value) }) {
            self = .phone(phone)
        } else if let email = customer.email.flatMap({ Self.normalised(email: $0.value) }) {
            self = .email(email)
        } else {
            self = .name(Self.normalised(customer.name.value))
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

    /// Digits in international form; numbers without a country code are taken as Chinese ones.
    ///
    /// - Returns: `nil` when fewer than five digits are left.
    package static func normalised(phone: String) -> String? {
        let isInternational = phone.first { !$0.isWhitespace && $0 != "(" }.map { $0 == "+" || $0 == "＋" } ?? false
        let digits = phone.compactMap { $0.wholeNumberValue.flatMap { (0...9).contains($0) ? String($0) : nil } }
            .joined()
        guard digits.count >= 5 else { return nil }
        if isInternational { return "+\(digits)" }
        if digits.hasPrefix("00") { return "+\(digits.dropFirst(2))" }
        if digits.hasPrefix("0") { return "+86\(digits.dropFirst())" }
        return digits.count == 11 && digits.hasPrefix("1") ? "+86\(digits)" : digits
    }

    /// Trimmed and in lower case; `nil` without something on both sides of one `@`.
    package static func normalised(email: String) -> String? {
        let text = normalised(email)
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else { return nil }
        return text
    }

    /// One space between words, lower case, nothing at the ends.
    package static func normalised(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
