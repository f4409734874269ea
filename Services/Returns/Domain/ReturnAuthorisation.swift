import Vocabulary

/// One return authorisation (RMA, 退换货授权): from the request to the exchange or refund.
package struct ReturnAuthorisation: Codable, Equatable, Sendable {
    /// Each case holds what was decided last; what came before stays in `history`.
    package enum State: Codable, Equatable, Sendable {
        case requested
        case authorised(ReturnDecision)
        case refused(ReturnDecision)
        case received(GoodsReceipt)
        case disposed(GoodsDisposal)
        case settled(SettledReturn)
    }

    package enum Event: Codable, Equatable, Sendable {
        case requested
        case authorised(ReturnDecision)
        case refused(ReturnDecision)
        case received(GoodsReceipt)
        case disposed(GoodsDisposal)
        case settled(SettledReturn)
    }

    package let request: ReturnRequest
    package private(set) var state: State
    package private(set) var history: [Event]

    /// What a request leads to: a right is authorised at once, everything else waits for a person (RE-04, RE-06).
    package static func opening(_ request: ReturnRequest) -> [Event] {
        guard request.eligibility.isEligible else { return [.requested] }
        let decision = ReturnDecision(
            reason: request.eligibility.reason.rawValue,
            decidedBy: nil,
            at: request.requestedAt
        )
        return [.requested, .authorised(decision)]
    }

    package init(_ request: ReturnRequest) {
        self.request = request
        state = .requested
        history = []
    }

    package var id: ReturnID { request.id }

    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> ReturnAuthorisation {
        var next = self
        next.history.append(event)
        switch event {
        case .requested: next.state = .requested
        case .authorised(let decision): next.state = .authorised(decision)
        case .refused(let decision): next.state = .refused(decision)
        case .received(let receipt): next.state = .received(receipt)
        case .disposed(let disposal): next.state = .disposed(disposal)
        case .settled(let settled): next.state = .settled(settled)
        }
        return next
    }
}

/// What happened on the way; `nil` for what has not happened yet.
extension ReturnAuthorisation {
    package var decision: ReturnDecision? {
        for case .authorised(let decision) in history { return decision }
        for case .refused(let decision) in history { return decision }
        return nil
    }

    package var receipt: GoodsReceipt? {
        for case .received(let receipt) in history { return receipt }
        return nil
    }

    package var disposal: GoodsDisposal? {
        for case .disposed(let disposal) in history { return disposal }
        return nil
    }

    package var settled: SettledReturn? {
        for case .settled(let settled) in history { return settled }
        return nil
    }
}

extension ReturnAuthorisation.State {
    /// The state without its facts, for lists and filters.
    package enum Status: String, Codable, CaseIterable, Sendable {
        case requested, authorised, refused, received, disposed, settled
    }

    package var status: Status {
        switch self {
        case .requested: .requested
        case .authorised: .authorised
        case .refused: .refused
        case .received: .received
        case .disposed: .disposed
        case .settled: .settled
        }
    }
}
