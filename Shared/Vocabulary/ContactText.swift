/// A way to reach a person, in the one form in which it is compared.
package enum ContactText: Sendable, Equatable {
    case phone, email, name

    /// `nil` when the text cannot be such a contact.
    package func normalised(_ text: String) -> String? {
        switch self {
        case .phone: Self.normalised(phone: text)
        case .email: Self.normalised(email: text)
        case .name: Self.words(text)
        }
    }

    /// Digits in international form; numbers without a country code are taken as Chinese ones.
    ///
    /// - Returns: `nil` when fewer than five digits are left.
    private static func normalised(phone: String) -> String? {
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
    private static func normalised(email: String) -> String? {
        let text = words(email)
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else { return nil }
        return text
    }

    /// One space between words, lower case, nothing at the ends.
    package static func words(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
