import Vocabulary

/// Why a command leaves the survey as it is.
package enum SurveyRefusal: Refusal, Equatable {
    case unknownSurvey
    case ratingOutOfRange(SurveyItem)
    case alreadyAnswered
    case alreadyDeclined
    case expired

    package var code: String {
        switch self {
        case .unknownSurvey: "unknown-survey"
        case .ratingOutOfRange: "rating-out-of-range"
        case .alreadyAnswered: "already-answered"
        case .alreadyDeclined: "already-declined"
        case .expired: "survey-expired"
        }
    }

    package var explanation: Bilingual {
        switch self {
        case .unknownSurvey:
            Bilingual(zh: "该服务单没有这份调查。", en: "There is no such survey in this case.")
        case .ratingOutOfRange(let item):
            Bilingual(
                zh: "「\(item.name.zh)」须在 0 到 100 之间。",
                en: "The rating of \(item.name.en) must be between 0 and 100."
            )
        case .alreadyAnswered:
            Bilingual(zh: "该调查已作答，不能更改。", en: "The survey is already answered and cannot be changed.")
        case .alreadyDeclined:
            Bilingual(zh: "客户已谢绝该调查。", en: "The customer declined the survey.")
        case .expired:
            Bilingual(zh: "调查已过期。", en: "The time to answer the survey is over.")
        }
    }
}
