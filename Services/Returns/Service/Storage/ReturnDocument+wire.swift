import Messages
import ReturnsDomain
import Vocabulary

extension ReturnDocument {
    /// What the outside hears of an event.
    func message(for event: ReturnAuthorisation.Event) -> any Message {
        switch event {
        case .requested: requestedMessage
        case .authorised(let decision):
            ReturnAuthorisedV1(
                caseID: request.caseID,
                returnID: request.id,
                reason: decision.reason,
                decidedBy: decision.decidedBy,
                product: product,
                authorisedAt: decision.at
            )
        case .refused(let decision):
            ReturnRefusedV1(
                caseID: request.caseID,
                returnID: request.id,
                reason: decision.reason,
                decidedBy: decision.decidedBy,
                refusedAt: decision.at
            )
        case .received(let receipt):
            GoodsReceivedV1(
                caseID: request.caseID,
                returnID: request.id,
                condition: receipt.condition,
                serialNumber: receipt.serialNumber,
                receivedAt: receipt.at
            )
        case .disposed(let disposal):
            GoodsDisposedV1(
                caseID: request.caseID,
                returnID: request.id,
                disposition: Wire.Disposition(disposal.disposition),
                finding: disposal.finding,
                disposedAt: disposal.at
            )
        case .settled(let settled): message(for: settled)
        }
    }

    private var requestedMessage: ReturnRequestedV1 {
        ReturnRequestedV1(
            caseID: request.caseID,
            returnID: request.id,
            reason: Wire.ReturnReason(request.reason),
            customer: customer,
            product: product,
            contractDate: contractDate,
            eligibility: Eligibility(request.eligibility),
            finding: repairFinding,
            requestedAt: request.requestedAt
        )
    }

    private func message(for settled: SettledReturn) -> ReturnSettledV1 {
        ReturnSettledV1(
            caseID: request.caseID,
            returnID: request.id,
            settlement: Wire.Settlement(settled.settlement),
            amount: settled.settlement.refund,
            replacementSerialNumber: settled.settlement.replacementSerialNumber,
            paymentReference: settled.settlement.paymentReference,
            settledAt: settled.at
        )
    }
}

extension Product {
    init(_ goods: ReturnedGoods) {
        self.init(
            category: goods.category,
            brand: goods.brand,
            model: goods.model,
            serialNumber: goods.serialNumber
        )
    }
}

extension ReturnedGoods {
    init(_ product: Product) {
        self.init(
            category: product.category,
            brand: product.brand,
            model: product.model,
            serialNumber: product.serialNumber
        )
    }
}

extension Eligibility {
    init(_ eligibility: ReturnEligibility) {
        self.init(
            isEligible: eligibility.isEligible,
            reason: Wire.EntitlementReason(rawValue: eligibility.reason.rawValue) ?? .unknown
        )
    }
}

extension Wire.ReturnStatus {
    init(_ status: ReturnAuthorisation.State.Status) { self = Self(rawValue: status.rawValue) ?? .unknown }
}

extension Wire.ReturnReason {
    init(_ reason: ReturnReason) { self = Self(rawValue: reason.rawValue) ?? .unknown }
}

extension Wire.Disposition {
    init(_ disposition: Disposition) { self = Self(rawValue: disposition.rawValue) ?? .unknown }
}

extension Wire.Settlement {
    init(_ settlement: Settlement) {
        switch settlement {
        case .exchange: self = .exchange
        case .refund: self = .refund
        }
    }
}
