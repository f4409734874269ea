extension Wire {
    /// What a person is written to in.
    package enum Language: String, WireEnumeration {
        case chinese = "zh"
        case english = "en"
        case unknown
    }

    /// How a request or complaint reached the company (IN-14).
    package enum Channel: String, WireEnumeration {
        case phone, fax, letter, email, sms, web, chat, forum
        case faceToFace = "face-to-face"
        case visit, dealer
        /// From another system.
        case `import`
        case unknown
    }

    /// What the customer wants.
    package enum ContactType: String, WireEnumeration {
        case repair, enquiry, complaint
        case `return`
        case parts, suggestion
        case unknown
    }

    package enum EntitlementDecision: String, WireEnumeration {
        case free, chargeable
        case unknown
    }

    package enum EntitlementReason: String, WireEnumeration {
        case withinGuarantee = "within-guarantee"
        case guaranteeOver = "guarantee-over"
        case noContractDate = "no-contract-date"
        case customerCaused = "customer-caused"
        case unknown
    }
}
