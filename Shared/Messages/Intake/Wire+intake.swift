extension Wire {
    package enum CaseStatus: String, WireEnumeration {
        case registered
        case inProgress = "in-progress"
        case closed, cancelled
        case unknown
    }

    /// The clocks of a case (IN-37).
    package enum CaseClock: String, WireEnumeration {
        case response, arrival, repair
        case unknown
    }

    /// Who takes a case on.
    package enum Destination: String, WireEnumeration {
        case dispatch, complaints, returns, hotline
        case unknown
    }

    package enum CaseOutcome: String, WireEnumeration {
        case repaired, exchanged, refunded
        case returnRefused = "return-refused"
        case answered, cancelled
        case complaintSettled = "complaint-settled"
        case unknown
    }

    package enum CasePartKind: String, WireEnumeration {
        case workOrder = "work-order"
        case `return`
        case survey, complaint
        case unknown
    }

    package enum CasePartStatus: String, WireEnumeration {
        case expected, open, ended
        case unknown
    }

    /// How much a customer or product file is worth.
    package enum FileStatus: String, WireEnumeration {
        /// Made from a request; to be checked.
        case provisional
        case confirmed
        case unknown
    }
}
