/// How the contact reached us; every channel feeds the same list with the same fields (IN-14).
package enum ContactChannel: String, Codable, CaseIterable, Sendable {
    case phone, fax, letter, email, sms, web, chat, forum
    case faceToFace = "face-to-face"
    case visit, dealer
    case imported = "import"
}

/// What the contact is about (IN-18).
package enum ContactType: String, Codable, CaseIterable, Sendable {
    case repair, enquiry, complaint
    case returnGoods = "return"
    case parts, suggestion
}

/// Who takes the case on.
package enum Destination: String, Codable, CaseIterable, Sendable {
    case dispatch, complaints, returns, hotline
}

extension ContactType {
    /// Where the case goes (IN-39); parts and suggestions stay at the hotline.
    package var destination: Destination {
        switch self {
        case .repair: .dispatch
        case .complaint: .complaints
        case .returnGoods: .returns
        case .enquiry, .parts, .suggestion: .hotline
        }
    }
}
