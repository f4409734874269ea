import Vocabulary

/// What staff may ask of a return.
package enum ReturnCommand: Equatable, Sendable {
    case authorise(reason: String, by: String?)
    case refuse(reason: String, by: String?)
    case receive(condition: String, serialNumber: String?)
    case dispose(Disposition, finding: String)
    case settle(Settlement)
}

extension ReturnAuthorisation {
    /// Pure: an empty result means that what is asked already holds, so a repeated command is harmless.
    package func decide(_ command: ReturnCommand, now: Timestamp) throws(ReturnRefusal) -> [Event] {
        switch command {
        case .authorise(let reason, let person):
            try authorise(ReturnDecision(reason: reason, decidedBy: person, at: now))
        case .refuse(let reason, let person):
            try refuse(ReturnDecision(reason: reason, decidedBy: person, at: now))
        case .receive(let condition, let serialNumber):
            try receive(GoodsReceipt(condition: condition, serialNumber: serialNumber, at: now))
        case .dispose(let disposition, let finding):
            try dispose(GoodsDisposal(disposition: disposition, finding: finding, at: now))
        case .settle(let settlement):
            try settle(SettledReturn(settlement: settlement, at: now))
        }
    }

    /// Goodwill, that is a return without a right to it, needs a written reason (RE-06, POL-06).
    private func authorise(_ decision: ReturnDecision) throws(ReturnRefusal) -> [Event] {
        switch state {
        case .requested:
            guard !decision.reason.isBlank else { throw .reasonMissing }
            return [.authorised(decision)]
        case .authorised, .received, .disposed, .settled:
            guard self.decision?.reason == decision.reason else { throw .alreadyAuthorised }
            return []
        case .refused: throw .alreadyRefused
        }
    }

    private func refuse(_ decision: ReturnDecision) throws(ReturnRefusal) -> [Event] {
        switch state {
        case .requested:
            guard !decision.reason.isBlank else { throw .reasonMissing }
            return [.refused(decision)]
        case .refused(let known):
            guard known.reason == decision.reason else { throw .alreadyRefused }
            return []
        case .authorised, .received, .disposed, .settled: throw .alreadyAuthorised
        }
    }

    /// The goods must be the ones that were announced when both serial numbers are known (RE-11).
    private func receive(_ receipt: GoodsReceipt) throws(ReturnRefusal) -> [Event] {
        switch state {
        case .authorised:
            guard !receipt.condition.isBlank else { throw .missing(.condition) }
            if let announced = request.goods.serialNumber.flatMap(SerialNumber.init),
                let found = receipt.serialNumber.flatMap(SerialNumber.init), announced != found
            {
                throw .serialNumberDiffers
            }
            return [.received(receipt)]
        case .received(let known):
            guard known.isSame(as: receipt) else { throw .alreadyReceived }
            return []
        case .requested: throw .notAuthorised
        case .refused: throw .alreadyRefused
        case .disposed, .settled: throw .alreadyReceived
        }
    }

    private func dispose(_ disposal: GoodsDisposal) throws(ReturnRefusal) -> [Event] {
        switch state {
        case .received:
            guard !disposal.finding.isBlank else { throw .missing(.finding) }
            return [.disposed(disposal)]
        case .disposed(let known):
            guard known.isSame(as: disposal) else { throw .alreadyDisposed(known.disposition) }
            return []
        case .requested: throw .notAuthorised
        case .refused: throw .alreadyRefused
        case .authorised: throw .notReceived
        case .settled: throw .alreadySettled
        }
    }

    private func settle(_ settled: SettledReturn) throws(ReturnRefusal) -> [Event] {
        switch state {
        case .disposed: return [.settled(settled)]
        case .settled(let known):
            guard known.settlement == settled.settlement else { throw .alreadySettled }
            return []
        case .requested: throw .notAuthorised
        case .refused: throw .alreadyRefused
        case .authorised: throw .notReceived
        case .received: throw .notInspected
        }
    }
}

extension GoodsReceipt {
    fileprivate func isSame(as other: GoodsReceipt) -> Bool {
        condition == other.condition
            && serialNumber.flatMap(SerialNumber.init) == other.serialNumber.flatMap(SerialNumber.init)
    }
}

extension GoodsDisposal {
    fileprivate func isSame(as other: GoodsDisposal) -> Bool {
        disposition == other.disposition && finding == other.finding
    }
}
