import Messages

/// What the demonstration lets happen to one case; the same each time for the same record.
package struct RepairPlan: Equatable, Sendable {
    package enum Repair: Equatable, Sendable {
        /// Done at the first visit.
        case atOnce
        /// A part is needed, so a second visit follows.
        case withPart(sku: String)
        /// A part is needed that cannot be had: the shortage ends the repair.
        case withoutPart(sku: String)
        case impossible
    }

    package enum SurveyReply: Equatable, Sendable {
        /// Points from 0 to 100: product quality, price, delivery time, packaging, after-sales service.
        case answer([Int])
        case decline
    }

    package let repair: Repair
    /// Whether a return that is not covered is taken back all the same.
    package let isGoodwill: Bool
    package let isRefund: Bool
    package let disposition: String
    package let survey: SurveyReply
    package let isComplaintValid: Bool
    /// Whether the first answer to a complaint satisfies the customer.
    package let acceptsFirstAnswer: Bool

    package init(id: String, status: RepairStatus, barrier: String, category: String) {
        let draw = Draw(id)
        repair = Self.repair(status, barrier: barrier, category: category)
        isGoodwill = draw.percent("goodwill") < 50
        isRefund = draw.percent("settlement") < 50
        disposition =
            ["refurbish", "dismantle", "return-to-vendor", "recycle", "scrap"][draw.percent("disposition") % 5]
        survey = Self.survey(draw)
        isComplaintValid = draw.percent("validity") < 70
        acceptsFirstAnswer = draw.percent("acceptance") < 80
    }

    private static func repair(_ status: RepairStatus, barrier: String, category: String) -> Repair {
        let lacksPart = barrier == "Spare parts not available" || barrier == "Spare parts too expensive"
        let scarce = DemoPart.scarce(category).sku
        return switch status {
        case .endOfLife where lacksPart: .withoutPart(sku: scarce)
        case _ where lacksPart: .withPart(sku: scarce)
        case .fixed, .unknown: .atOnce
        case .repairable: .withPart(sku: DemoPart.usual(category).sku)
        case .endOfLife: .impossible
        }
    }

    /// Of a hundred customers, four decline and about fifteen are dissatisfied (below 85).
    private static func survey(_ draw: Draw) -> SurveyReply {
        let kind = draw.percent("survey")
        if kind < 4 { return .decline }
        let isPleased = kind >= 19
        let points = (0..<5).map { index in
            isPleased ? 88 + draw.percent("points-\(index)") % 13 : 55 + draw.percent("points-\(index)") % 29
        }
        return .answer(points)
    }
}

/// A part of the demonstration's catalogue.
package struct DemoPart: Hashable, Sendable {
    package let sku: String
    package let name: String
    package let category: String

    /// In stock.
    package static func usual(_ category: String) -> DemoPart {
        DemoPart(sku: "U-\(code(category))", name: "Repair kit: \(category)", category: category)
    }

    /// Ordered only when somebody waits for it.
    package static func scarce(_ category: String) -> DemoPart {
        DemoPart(sku: "S-\(code(category))", name: "Rare part: \(category)", category: category)
    }

    private static func code(_ category: String) -> String {
        String(OpenRepairRow.slug(category).prefix(40)) + "-" + String(Draw(category).number("sku") % 0xFFFF, radix: 16)
    }
}

/// Numbers that depend on a text alone (FNV-1a, 64 bits, then mixed).
struct Draw {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    func number(_ salt: String) -> UInt64 {
        var hash = (text + "/" + salt).utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        return hash ^ (hash >> 33)
    }

    /// 0 to 99.
    func percent(_ salt: String) -> Int { Int(number(salt) % 100) }
}
