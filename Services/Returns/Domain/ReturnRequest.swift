import Vocabulary

/// What a customer, or the technician who could not repair, asks to give back.
package struct ReturnRequest: Codable, Equatable, Sendable {
    package let id: ReturnID
    package let caseID: CaseID
    package let reason: ReturnReason
    package let goods: ReturnedGoods
    package let eligibility: ReturnEligibility
    package let requestedAt: Timestamp

    package init(
        id: ReturnID,
        caseID: CaseID,
        reason: ReturnReason,
        goods: ReturnedGoods,
        eligibility: ReturnEligibility,
        requestedAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.reason = reason
        self.goods = goods
        self.eligibility = eligibility
        self.requestedAt = requestedAt
    }
}

extension ReturnRequest {
    /// Goods that nobody named cannot be looked for, and a customer without a name cannot be told.
    package func checked(for customerName: Personal<String>) throws(ReturnRefusal) -> ReturnRequest {
        guard !customerName.isBlank else { throw .missing(.customerName) }
        guard !goods.category.isBlank else { throw .missing(.productCategory) }
        return self
    }
}

/// The unit that comes back (客退品).
package struct ReturnedGoods: Codable, Equatable, Sendable {
    package let category: String
    package let brand: String?
    package let model: String?
    package let serialNumber: String?

    package init(category: String, brand: String? = nil, model: String? = nil, serialNumber: String? = nil) {
        self.category = category
        self.brand = brand
        self.model = model
        self.serialNumber = serialNumber
    }
}

/// Why goods may come back (RE-03), and the repair that was not possible (FL-08).
package enum ReturnReason: String, Codable, CaseIterable, Sendable {
    case qualityFault = "quality-fault"
    case notRepairable = "not-repairable"
    case wrongGoods = "wrong-goods"
    case shortGoods = "short-goods"
    case transportDamage = "transport-damage"
    case incurableDelay = "incurable-delay"
    case expiredGoods = "expired-goods"
    case customerRework = "customer-rework"
    case recall
    case goodwill
}
