import Messages
import NotificationsDomain
import Vocabulary

extension TellCustomer where Body == CaseClosedV1 {
    package static var whenCaseIsClosed: Self {
        Self(.caseClosed) { body in
            let text = body.outcome.text
            return ["outcome_zh": text.zh, "outcome_en": text.en]
        }
    }
}

extension Wire.CaseOutcome {
    fileprivate var text: Bilingual {
        switch self {
        case .repaired: Bilingual(zh: "已修复", en: "repaired")
        case .exchanged: Bilingual(zh: "已换货", en: "exchanged")
        case .refunded: Bilingual(zh: "已退款", en: "refunded")
        case .returnRefused: Bilingual(zh: "退换货未获批准", en: "return refused")
        case .answered: Bilingual(zh: "已答复", en: "answered")
        case .cancelled: Bilingual(zh: "已取消", en: "cancelled")
        case .complaintSettled: Bilingual(zh: "投诉已解决", en: "complaint settled")
        case .unknown: Bilingual(zh: "已办结", en: "settled")
        }
    }
}
