extension Wire {
    package enum SurveyStatus: String, WireEnumeration {
        case invited, answered, declined, expired
        case unknown
    }

    package enum SurveyLapseReason: String, WireEnumeration {
        case expired, declined
        case unknown
    }
}
