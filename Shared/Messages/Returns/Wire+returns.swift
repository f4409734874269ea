extension Wire {
    package enum ReturnStatus: String, WireEnumeration {
        case requested, authorised, refused, received, disposed, settled
        case unknown
    }

    /// Why goods come back (RE-02).
    package enum ReturnReason: String, WireEnumeration {
        case qualityFault = "quality-fault"
        case notRepairable = "not-repairable"
        case wrongGoods = "wrong-goods"
        case shortGoods = "short-goods"
        case transportDamage = "transport-damage"
        case incurableDelay = "incurable-delay"
        case expiredGoods = "expired-goods"
        case customerRework = "customer-rework"
        case recall, goodwill
        case unknown
    }

    package enum ReturnDecision: String, WireEnumeration {
        case authorise, refuse
        case unknown
    }

    package enum Disposition: String, WireEnumeration {
        case restock, repair, refurbish, dismantle
        case returnToVendor = "return-to-vendor"
        case recycle, scrap
        case unknown
    }

    package enum Settlement: String, WireEnumeration {
        case exchange, refund
        case unknown
    }
}
