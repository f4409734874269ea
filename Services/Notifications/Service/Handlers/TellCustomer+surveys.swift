import Messages
import NotificationsDomain
import Vocabulary

extension TellCustomer where Body == SurveyInvitedV1 {
    package static var whenSurveyIsInvited: Self {
        Self(.surveyInvited) { ["expires": $0.expiresAt.localText] }
    }
}
