import Vocabulary

/// One invitation to judge a visit (满意度调查) and what became of it.
package struct Survey: Codable, Equatable, Sendable {
    package enum State: Codable, Equatable, Sendable {
        case invited
        case answered(SurveyAnswer)
        case declined(at: Timestamp)
        case expired(at: Timestamp)
    }

    package enum Event: Codable, Equatable, Sendable {
        case invited
        case answered(SurveyAnswer)
        case declined(at: Timestamp)
        case expired(at: Timestamp)
    }

    package let id: SurveyID
    package let caseID: CaseID
    package let invitedAt: Timestamp
    /// The last instant at which an answer counts.
    package let expiresAt: Timestamp
    package private(set) var state: State

    /// How long an invitation stays open.
    package static let openFor: Duration = .days(7)

    package init(id: SurveyID, caseID: CaseID, invitedAt: Timestamp) {
        self.id = id
        self.caseID = caseID
        self.invitedAt = invitedAt
        expiresAt = invitedAt + Self.openFor
        state = .invited
    }

    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> Survey {
        var next = self
        switch event {
        case .invited: next.state = .invited
        case .answered(let answer): next.state = .answered(answer)
        case .declined(let time): next.state = .declined(at: time)
        case .expired(let time): next.state = .expired(at: time)
        }
        return next
    }
}

extension Survey {
    package var answer: SurveyAnswer? {
        guard case .answered(let answer) = state else { return nil }
        return answer
    }

    /// When it was answered, declined or given up; `nil` while it is open.
    package var endedAt: Timestamp? {
        switch state {
        case .invited: nil
        case .answered(let answer): answer.at
        case .declined(let time), .expired(let time): time
        }
    }
}

/// What the customer said, with the score that follows from it.
package struct SurveyAnswer: Codable, Equatable, Sendable {
    package let ratings: Ratings
    package let remark: Personal<String>?
    package let score: SatisfactionScore
    package let at: Timestamp

    package init(ratings: Ratings, remark: Personal<String>?, weights: ItemWeights = .standard, at: Timestamp) {
        self.ratings = ratings
        self.remark = remark
        self.score = SatisfactionScore(ratings, weights: weights)
        self.at = at
    }
}

extension Survey.State {
    /// The state without its facts, for lists and filters.
    package enum Status: String, Codable, CaseIterable, Sendable {
        case invited, answered, declined, expired
    }

    package var status: Status {
        switch self {
        case .invited: .invited
        case .answered: .answered
        case .declined: .declined
        case .expired: .expired
        }
    }
}
