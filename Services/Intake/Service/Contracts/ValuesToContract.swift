import IntakeDomain
import Messages
import Vocabulary

extension Customer {
    init(_ details: CustomerDetails) {
        self.init(
            name: details.name,
            phone: details.phone,
            email: details.email,
            language: Wire.Language(details.language)
        )
    }
}

extension Product {
    init(_ details: ProductDetails) {
        self.init(
            category: details.category,
            brand: details.brand,
            model: details.model,
            serialNumber: details.serialNumber
        )
    }
}

extension Messages.Entitlement {
    init(_ entitlement: IntakeDomain.Entitlement) {
        let reason: Wire.EntitlementReason =
            switch entitlement {
            case .free: .withinGuarantee
            case .chargeable(.guaranteeOver): .guaranteeOver
            case .chargeable(.noContractDate): .noContractDate
            case .chargeable(.customerCaused): .customerCaused
            }
        self.init(
            decision: entitlement.isFree ? .free : .chargeable,
            reason: reason,
            guaranteeEnd: entitlement.guaranteeEnd
        )
    }
}

extension Messages.CasePart {
    /// `nil` for the hotline's own answer, which no other service has.
    init?(_ part: IntakeDomain.CasePart) {
        let kind: Wire.CasePartKind
        switch part.kind {
        case .workOrder: kind = .workOrder
        case .returnGoods: kind = .return
        case .survey: kind = .survey
        case .complaint: kind = .complaint
        case .answer: return nil
        }
        let status: Wire.CasePartStatus =
            switch part.stage {
            case .expected: .expected
            case .open: .open
            case .calledOff, .notRepairable, .lapsed, .refused, .answered, .settled, .refunded, .repaired, .exchanged:
                .ended
            }
        self.init(kind: kind, id: part.id, status: status)
    }
}

extension Wire.Language {
    init(_ language: CustomerLanguage) {
        self =
            switch language {
            case .zh: .chinese
            case .en: .english
            }
    }
}

extension Wire.Channel {
    init(_ channel: ContactChannel) {
        self =
            switch channel {
            case .phone: .phone
            case .fax: .fax
            case .letter: .letter
            case .email: .email
            case .sms: .sms
            case .web: .web
            case .chat: .chat
            case .forum: .forum
            case .faceToFace: .faceToFace
            case .visit: .visit
            case .dealer: .dealer
            case .imported: .import
            }
    }
}

extension Wire.ContactType {
    init(_ contactType: ContactType) {
        self =
            switch contactType {
            case .repair: .repair
            case .enquiry: .enquiry
            case .complaint: .complaint
            case .returnGoods: .return
            case .parts: .parts
            case .suggestion: .suggestion
            }
    }
}

extension Wire.Destination {
    init(_ destination: Destination) {
        self =
            switch destination {
            case .dispatch: .dispatch
            case .complaints: .complaints
            case .returns: .returns
            case .hotline: .hotline
            }
    }
}

extension Wire.CaseClock {
    init(_ kind: ClockKind) {
        self =
            switch kind {
            case .response: .response
            case .arrival: .arrival
            case .repair: .repair
            }
    }
}

extension Wire.CaseOutcome {
    init(_ outcome: CaseOutcome) {
        self =
            switch outcome {
            case .repaired: .repaired
            case .exchanged: .exchanged
            case .refunded: .refunded
            case .returnRefused: .returnRefused
            case .answered: .answered
            case .cancelled: .cancelled
            case .complaintSettled: .complaintSettled
            }
    }
}

extension Wire.CaseStatus {
    init(_ status: ServiceCase.Status) {
        self =
            switch status {
            case .registered: .registered
            case .inProgress: .inProgress
            case .closed: .closed
            case .cancelled: .cancelled
            }
    }
}

extension Wire.FileStatus {
    init(_ standing: ProductFile.Standing) {
        self =
            switch standing {
            case .toVerify: .provisional
            case .verified: .confirmed
            }
    }
}
