import Messages
import NotificationsDomain
import Vocabulary

extension TellCustomer where Body == ShortageReportedV1 {
    /// NO-16.
    package static var whenPartsAreShort: Self {
        Self(.partsShort) { ["missing_parts": $0.missing.text] }
    }
}
