import Messages
import NotificationsDomain
import Vocabulary

extension TellCustomer where Body == ReturnAuthorisedV1 {
    package static var whenReturnIsAuthorised: Self {
        Self(.returnAuthorised) { ["product": $0.product.text] }
    }
}

extension TellCustomer where Body == ReturnRefusedV1 {
    package static var whenReturnIsRefused: Self {
        Self(.returnRefused) { ["reason": $0.reason] }
    }
}

extension TellCustomer where Body == ReturnSettledV1 {
    package static var whenReturnIsSettled: Self {
        Self(.returnSettled) { body in
            let text = body.text
            return ["settlement_zh": text.zh, "settlement_en": text.en]
        }
    }
}

extension ReturnSettledV1 {
    /// What the customer gets, in words.
    fileprivate var text: Bilingual {
        switch settlement {
        case .exchange, .unknown:
            guard let serialNumber = replacementSerialNumber else {
                return Bilingual(zh: "换货", en: "exchanged for another unit")
            }
            return Bilingual(zh: "换货，新机序列号 \(serialNumber)", en: "exchanged for the unit \(serialNumber)")
        case .refund:
            guard let amount else { return Bilingual(zh: "退款", en: "refunded") }
            return Bilingual(zh: "退款 \(amount.text)", en: "refunded with \(amount.text)")
        }
    }
}
