import Vocabulary

package enum SurveyCommand: Equatable, Sendable {
    case answer(Ratings, remark: Personal<String>?)
    case decline
    /// The time to answer is over.
    case expire
}

extension Survey {
    /// Pure: an empty result means that what is asked already holds, so a repeated command is harmless.
    package func decide(_ command: SurveyCommand, now: Timestamp) throws(SurveyRefusal) -> [Event] {
        switch command {
        case .answer(let ratings, let remark): try answer(ratings, remark: remark, now: now)
        case .decline: try decline(now: now)
        case .expire: expire(now: now)
        }
    }

    private func answer(
        _ ratings: Ratings,
        remark: Personal<String>?,
        now: Timestamp
    ) throws(SurveyRefusal) -> [Event] {
        if let item = ratings.faultyItem { throw .ratingOutOfRange(item) }
        switch state {
        case .invited:
            guard now <= expiresAt else { throw .expired }
            return [.answered(SurveyAnswer(ratings: ratings, remark: remark, at: now))]
        case .answered(let known):
            guard known.ratings == ratings, known.remark == remark else { throw .alreadyAnswered }
            return []
        case .declined: throw .alreadyDeclined
        case .expired: throw .expired
        }
    }

    private func decline(now: Timestamp) throws(SurveyRefusal) -> [Event] {
        switch state {
        case .invited: return [.declined(at: now)]
        case .declined: return []
        case .answered: throw .alreadyAnswered
        case .expired: throw .expired
        }
    }

    /// Asked by the timer only: too early, or after the customer spoke, it changes nothing.
    private func expire(now: Timestamp) -> [Event] {
        switch state {
        case .invited: now >= expiresAt ? [.expired(at: now)] : []
        case .answered, .declined, .expired: []
        }
    }
}
