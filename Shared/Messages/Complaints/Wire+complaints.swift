extension Wire {
    package enum ComplaintStatus: String, WireEnumeration {
        case registered, acknowledged, answered, closed
        case unknown
    }

    /// 特级、紧急、普通 (CO-02).
    package enum Urgency: String, WireEnumeration {
        case special, urgent, normal
        case unknown
    }

    package enum Validity: String, WireEnumeration {
        case valid, invalid
        case unknown
    }

    package enum ComplaintOrigin: String, WireEnumeration {
        /// Filed on an existing case.
        case customer
        /// From an unsatisfied survey.
        case survey
        /// Registered as a complaint from the start.
        case intake
        case unknown
    }

    /// CK-05 and CK-06.
    package enum ComplaintClock: String, WireEnumeration {
        case visit, handling
        case unknown
    }
}
