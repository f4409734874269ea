import Vocabulary

/// Why a command leaves the complaint as it is.
package enum ComplaintRefusal: Refusal, Equatable {
    case unknownCase
    case unknownComplaint
    case idTaken
    case unknownValue(String)
    case objectMissing
    case demandMissing
    case ownerMissing
    case ownedBySomebodyElse(String)
    case notAcknowledged
    case decisionMissing
    case notAnswered
    case alreadyAnswered
    case alreadyClosed

    package var code: String {
        switch self {
        case .unknownCase: "unknown-case"
        case .unknownComplaint: "unknown-complaint"
        case .idTaken: "complaint-id-taken"
        case .unknownValue: "unknown-value"
        case .objectMissing: "object-missing"
        case .demandMissing: "demand-missing"
        case .ownerMissing: "owner-missing"
        case .ownedBySomebodyElse: "owned-by-somebody-else"
        case .notAcknowledged: "not-acknowledged"
        case .decisionMissing: "decision-missing"
        case .notAnswered: "not-answered"
        case .alreadyAnswered: "already-answered"
        case .alreadyClosed: "already-closed"
        }
    }

    package var explanation: Bilingual {
        switch self {
        case .unknownCase:
            Bilingual(
                zh: "没有这个服务单。请核对编号；刚登记的服务单请稍后再试。",
                en: "There is no such case. Check its id; when the case is new, try again in a moment."
            )
        case .unknownComplaint:
            Bilingual(zh: "该服务单没有这份投诉。", en: "There is no such complaint in this case.")
        case .idTaken:
            Bilingual(zh: "该编号已用于另一份投诉。", en: "This identifier already names another complaint.")
        case .unknownValue(let member):
            Bilingual(zh: "「\(member)」的取值无法识别。", en: "The value of “\(member)” is not known here.")
        case .objectMissing:
            Bilingual(zh: "请填写投诉对象。", en: "Say what the complaint is about.")
        case .demandMissing:
            Bilingual(zh: "请填写投诉要求。", en: "Say what the customer demands.")
        case .ownerMissing:
            Bilingual(zh: "请指定投诉负责人。", en: "Name the owner of the complaint.")
        case .ownedBySomebodyElse(let owner):
            Bilingual(zh: "该投诉已由 \(owner) 负责。", en: "The complaint already belongs to \(owner).")
        case .notAcknowledged:
            Bilingual(zh: "投诉尚未确认，请先指定负责人。", en: "The complaint is not acknowledged yet; name its owner first.")
        case .decisionMissing:
            Bilingual(zh: "请填写处理意见。", en: "Write down the decision.")
        case .notAnswered:
            Bilingual(zh: "投诉尚未答复，不能结案。", en: "The complaint is not answered yet and cannot be closed.")
        case .alreadyAnswered:
            Bilingual(zh: "投诉已答复。", en: "The complaint is already answered.")
        case .alreadyClosed:
            Bilingual(zh: "投诉已结案。", en: "The complaint is already closed.")
        }
    }
}
