import ReturnsDomain
import Vocabulary

enum ReturnFixture {
    enum Kind: CaseIterable, Sendable { case authorise, refuse, receive, dispose, settle }

    static let start = Timestamp(1_800_000_000)
    static let later = start + .hours(1)
    static let refund = Settlement.refund(
        amount: Money(minorUnits: 19_900, currency: "CNY"),
        paymentReference: "PAY-1"
    )

    static func request(_ reason: ReturnEligibility.Reason) -> ReturnRequest {
        ReturnRequest(
            id: ReturnID(UniqueID(high: 1, low: 1)),
            caseID: CaseID(UniqueID(high: 2, low: 2)),
            reason: .notRepairable,
            goods: ReturnedGoods(category: "Toaster", brand: "Acme", serialNumber: "S-1"),
            eligibility: ReturnEligibility(reason),
            requestedAt: start
        )
    }

    static func command(_ kind: Kind) -> ReturnCommand {
        switch kind {
        case .authorise: .authorise(reason: "goodwill", by: "clerk")
        case .refuse: .refuse(reason: "misuse", by: "clerk")
        case .receive: .receive(condition: "used", serialNumber: "S-1")
        case .dispose: .dispose(.scrap, finding: "dead")
        case .settle: .settle(refund)
        }
    }

    static func authorisation(in status: ReturnAuthorisation.State.Status) -> ReturnAuthorisation {
        let decision = ReturnDecision(reason: "goodwill", decidedBy: "clerk", at: start)
        let refusal = ReturnDecision(reason: "misuse", decidedBy: "clerk", at: start)
        let path: [ReturnAuthorisation.Event] = [
            .requested, .authorised(decision),
            .received(GoodsReceipt(condition: "used", serialNumber: "S-1", at: start)),
            .disposed(GoodsDisposal(disposition: .scrap, finding: "dead", at: start)),
            .settled(SettledReturn(settlement: refund, at: start)),
        ]
        let subject = ReturnAuthorisation(request(.guaranteeOver))
        return switch status {
        case .requested: subject.applying(all: path.prefix(1))
        case .refused: subject.applying(all: [.requested, .refused(refusal)])
        case .authorised: subject.applying(all: path.prefix(2))
        case .received: subject.applying(all: path.prefix(3))
        case .disposed: subject.applying(all: path.prefix(4))
        case .settled: subject.applying(all: path)
        }
    }

    /// What a pair that does not move the return on leads to.
    static func expected(
        _ status: ReturnAuthorisation.State.Status,
        _ kind: Kind
    ) -> Result<[ReturnAuthorisation.Event], ReturnRefusal> {
        switch (status, kind) {
        case (.authorised, .authorise), (.received, .authorise), (.disposed, .authorise), (.settled, .authorise),
            (.refused, .refuse), (.received, .receive), (.disposed, .dispose), (.settled, .settle):
            .success([])
        case (.refused, _): .failure(.alreadyRefused)
        case (_, .refuse): .failure(.alreadyAuthorised)
        case (.requested, _): .failure(.notAuthorised)
        case (.authorised, _): .failure(.notReceived)
        case (_, .receive): .failure(.alreadyReceived)
        case (.received, _): .failure(.notInspected)
        case (.settled, _), (.disposed, _): .failure(.alreadySettled)
        }
    }
}

extension ReturnAuthorisation {
    func applying(all events: some Sequence<Event>) -> ReturnAuthorisation {
        events.reduce(self) { $0.applying($1) }
    }
}
