import SurveysDomain
import Testing
import Vocabulary

/// FL-01 step 11: every state meets every command.
@Suite("A survey")
struct SurveyDecisionTests {
    enum Kind: CaseIterable, Sendable { case answer, decline, expire }

    private static let start = Timestamp(1_800_000_000)
    private static let ratings = Ratings(
        productQuality: 90,
        price: 80,
        deliveryTime: 85,
        packaging: 88,
        afterSalesService: 92
    )
    private static let invited = Survey(
        id: SurveyID(UniqueID(high: 1, low: 1)),
        caseID: CaseID(UniqueID(high: 2, low: 2)),
        invitedAt: start
    )

    private static func survey(in status: Survey.State.Status) -> Survey {
        switch status {
        case .invited: invited
        case .answered: invited.applying(.answered(SurveyAnswer(ratings: ratings, remark: nil, at: start)))
        case .declined: invited.applying(.declined(at: start))
        case .expired: invited.applying(.expired(at: invited.expiresAt))
        }
    }

    private static func command(_ kind: Kind) -> SurveyCommand {
        switch kind {
        case .answer: .answer(ratings, remark: nil)
        case .decline: .decline
        case .expire: .expire
        }
    }

    @Test(
        "given any state, when any command comes in time, then it is carried out, already holds, or is refused by name",
        arguments: Survey.State.Status.allCases,
        Kind.allCases
    )
    func everyPair(status: Survey.State.Status, kind: Kind) {
        let now = Self.start + .hours(1)
        let result = Result { () throws(SurveyRefusal) in
            try Self.survey(in: status).decide(Self.command(kind), now: now)
        }
        let expected: Result<[Survey.Event], SurveyRefusal> =
            switch (status, kind) {
            case (.invited, .answer):
                .success([.answered(SurveyAnswer(ratings: Self.ratings, remark: nil, at: now))])
            case (.invited, .decline): .success([.declined(at: now)])
            case (.answered, .answer), (.declined, .decline), (_, .expire): .success([])
            case (.answered, .decline): .failure(.alreadyAnswered)
            case (.declined, .answer): .failure(.alreadyDeclined)
            case (.expired, .answer), (.expired, .decline): .failure(.expired)
            }
        #expect(result == expected)
    }

    @Test("given an invitation, when its seven days are over, then it expires once")
    func expires() throws {
        let due = Self.invited.expiresAt
        #expect(due - Self.start == .days(7))
        let events = try Self.invited.decide(.expire, now: due)
        #expect(events == [.expired(at: due)])
        let expired = events.reduce(Self.invited) { $0.applying($1) }
        #expect(try expired.decide(.expire, now: due).isEmpty)
    }

    @Test("given an invitation, when the answer comes at the last instant, then it counts; one later it does not")
    func lastInstant() throws {
        let due = Self.invited.expiresAt
        #expect(try !Self.invited.decide(.answer(Self.ratings, remark: nil), now: due).isEmpty)
        #expect(throws: SurveyRefusal.expired) {
            try Self.invited.decide(.answer(Self.ratings, remark: nil), now: due + .microseconds(1))
        }
    }

    @Test("given an answered survey, when another answer comes, then the first one stays (SU-32)")
    func answersAreFinal() {
        let answered = Self.survey(in: .answered)
        #expect(throws: SurveyRefusal.alreadyAnswered) {
            try answered.decide(.answer(Self.ratings, remark: Personal("better now")), now: Self.start)
        }
    }

    @Test("given a rating outside 0 to 100, then the item is named", arguments: [-1, 101])
    func outOfRange(value: Int) {
        let ratings = Ratings(
            productQuality: 90,
            price: 80,
            deliveryTime: 85,
            packaging: value,
            afterSalesService: 92
        )
        for status in Survey.State.Status.allCases {
            #expect(throws: SurveyRefusal.ratingOutOfRange(.packaging)) {
                try Self.survey(in: status).decide(.answer(ratings, remark: nil), now: Self.start)
            }
        }
    }

    @Test("given any state, when any event is applied, then it holds")
    func applyingIsTotal() {
        for status in Survey.State.Status.allCases {
            let subject = Self.survey(in: status)
            #expect(subject.applying(.invited).state.status == .invited)
            #expect(subject.applying(.declined(at: Self.start)).state.status == .declined)
            #expect(subject.applying(.expired(at: Self.start)).state.status == .expired)
            let answer = SurveyAnswer(ratings: Self.ratings, remark: nil, at: Self.start)
            #expect(subject.applying(.answered(answer)).state == .answered(answer))
        }
    }

    @Test("given refusals, then each has its own code and both languages")
    func refusalsSpeak() {
        let all: [SurveyRefusal] = [
            .unknownSurvey, .ratingOutOfRange(.price), .alreadyAnswered, .alreadyDeclined, .expired,
        ]
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { !$0.explanation.zh.isEmpty && !$0.explanation.en.isEmpty })
        #expect(Set(SurveyItem.allCases.map(\.name.zh)).count == 5)
    }
}
