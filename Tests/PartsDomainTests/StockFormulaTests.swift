import PartsDomain
import Testing
import Vocabulary

private func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: "CNY") }

@Suite("FM-09: ageing share")
struct StockAgeingTests {
    @Test("given the worked example, then 82 % is not older than three months and passes")
    func workedExample() throws {
        let ageing = try StockAgeing([
            .init(value: yuan(42_000), ageInDays: 10), .init(value: yuan(25_000), ageInDays: 45),
            .init(value: yuan(15_000), ageInDays: 90), .init(value: yuan(18_000), ageInDays: 91),
        ])
        #expect(ageing.youngShare.value == .percent(82))
        #expect(ageing.youngShare.isMet)
    }

    @Test("given 80 %, then the boundary counts", arguments: [(Int64(79), false), (80, true)])
    func boundary(young: Int64, isMet: Bool) throws {
        let ageing = try StockAgeing([
            .init(value: yuan(young), ageInDays: 0), .init(value: yuan(100 - young), ageInDays: 200),
        ])
        #expect(ageing.youngShare.isMet == isMet)
    }

    @Test("given no stock, a negative value or a negative age, then it is refused")
    func bounds() {
        #expect(throws: FormulaRefusal.self) { try StockAgeing([]) }
        #expect(throws: FormulaRefusal.self) { try StockAgeing([.init(value: yuan(0), ageInDays: 1)]) }
        #expect(throws: FormulaRefusal.self) { try StockAgeing([.init(value: yuan(-1), ageInDays: 1)]) }
        #expect(throws: FormulaRefusal.self) { try StockAgeing([.init(value: yuan(1), ageInDays: -1)]) }
    }

    @Test("given random stock, then a later horizon never makes less of it young", arguments: UInt64(1)...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let lots = (0..<20).map { _ in
            StockAgeing.Lot(
                value: yuan(.random(in: 1...9999, using: &random)),
                ageInDays: .random(in: 0...400, using: &random)
            )
        }
        var previous = Fraction.zero
        for horizon in stride(from: -1, through: 400, by: 20) {
            let share = try StockAgeing(lots, horizonInDays: horizon).youngShare.value
            #expect(previous <= share && share <= .one)
            previous = share
        }
        #expect(try StockAgeing(lots, horizonInDays: 400).youngShare.value == .one)
    }
}

@Suite("FM-10, FM-11, FM-12: stock figures")
struct StockFiguresTests {
    @Test("FM-10: given the worked example, then the stock turns over 4.0 times")
    func turnover() throws {
        #expect(try StockFigures.turnover(yearlyIssues: yuan(240_000), meanStock: yuan(60_000)) == Fraction(4))
        #expect(throws: FormulaRefusal.self) { try StockFigures.turnover(yearlyIssues: yuan(1), meanStock: yuan(0)) }
        #expect(throws: FormulaRefusal.self) { try StockFigures.turnover(yearlyIssues: yuan(-1), meanStock: yuan(1)) }
    }

    @Test("FM-11: given the worked example, then 26 are bought; given enough free stock, then none")
    func classBPurchase() throws {
        #expect(try StockFigures.classBPurchase(plannedReplacements: 36, free: 10) == 26)
        #expect(try StockFigures.classBPurchase(plannedReplacements: 10, free: 36) == 0)
        #expect(throws: FormulaRefusal.self) { try StockFigures.classBPurchase(plannedReplacements: -1, free: 0) }
        #expect(throws: FormulaRefusal.self) { try StockFigures.classBPurchase(plannedReplacements: 0, free: -1) }
    }

    @Test("FM-12: given the worked example, then stock costs 5,500")
    func stockCost() throws {
        let cost = try StockFigures.stockCost(holding: yuan(3200), ordering: yuan(1500), shortage: yuan(800))
        #expect(cost == yuan(5500))
        #expect(throws: FormulaRefusal.self) {
            try StockFigures.stockCost(holding: yuan(1), ordering: yuan(-1), shortage: yuan(1))
        }
    }

    @Test("given random figures, then purchase covers the plan and costs add up in any order", arguments: 1...100)
    func properties(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (plan, free) = (Int.random(in: 0...10_000, using: &random), Int.random(in: 0...10_000, using: &random))
        let bought = try StockFigures.classBPurchase(plannedReplacements: plan, free: free)
        #expect(bought + free >= plan && (bought == 0 || bought + free == plan))
        let costs = (0..<3).map { _ in yuan(.random(in: 0...1_000_000, using: &random)) }
        let cost = try StockFigures.stockCost(holding: costs[0], ordering: costs[1], shortage: costs[2])
        #expect(try cost == StockFigures.stockCost(holding: costs[2], ordering: costs[0], shortage: costs[1]))
        let (issues, mean) = (yuan(.random(in: 0...99, using: &random)), yuan(.random(in: 1...99, using: &random)))
        let turnover = try StockFigures.turnover(yearlyIssues: issues, meanStock: mean)
        #expect(try mean.times(turnover) == issues)
    }
}

@Suite("FM-13: economic lot and reorder point")
struct ReorderingTests {
    @Test("given the worked example, then the lot is 142 and the reorder point 67")
    func workedExample() throws {
        let reordering = try Reordering(yearlyDemand: 1200)
        #expect(try reordering.economicLot(orderCost: yuan(50), yearlyHoldingCost: yuan(6)) == 142)
        #expect(try reordering.reorderPoint(leadTimeInDays: 14, safetyStock: 20) == 67)
    }

    @Test("given a perfect square, then the lot is exactly its root; given no demand, then nothing is ordered")
    func edges() throws {
        #expect(try Reordering(yearlyDemand: 200).economicLot(orderCost: yuan(1), yearlyHoldingCost: yuan(1)) == 20)
        let idle = try Reordering(yearlyDemand: 0)
        #expect(try idle.economicLot(orderCost: yuan(50), yearlyHoldingCost: yuan(6)) == 0)
        #expect(try idle.reorderPoint(leadTimeInDays: 14, safetyStock: 20) == 20)
    }

    @Test("given figures out of range, then they are refused; given the largest, then nothing overflows")
    func bounds() throws {
        #expect(throws: FormulaRefusal.self) { try Reordering(yearlyDemand: -1) }
        #expect(throws: FormulaRefusal.self) { try Reordering(yearlyDemand: .max) }
        let largest = try Reordering(yearlyDemand: 1_000_000_000)
        #expect(throws: FormulaRefusal.self) { try largest.economicLot(orderCost: yuan(1), yearlyHoldingCost: yuan(0)) }
        #expect(throws: FormulaRefusal.self) {
            try largest.economicLot(orderCost: yuan(-1), yearlyHoldingCost: yuan(1))
        }
        #expect(throws: FormulaRefusal.self) { try largest.reorderPoint(leadTimeInDays: 3651, safetyStock: 0) }
        #expect(throws: FormulaRefusal.self) { try largest.reorderPoint(leadTimeInDays: 1, safetyStock: -1) }
        let lot = try largest.economicLot(
            orderCost: Money(minorUnits: .max, currency: "CNY"),
            yearlyHoldingCost: Money(minorUnits: 1, currency: "CNY")
        )
        #expect(Int128(lot) * Int128(lot) >= Int128(2_000_000_000) * Int128(Int64.max))
    }

    @Test("given random figures, then the lot is the smallest whose square is enough", arguments: UInt64(1)...100)
    func smallestLot(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let demand = Int.random(in: 1...1_000_000, using: &random)
        let (order, holding) = (
            Int64.random(in: 1...100_000, using: &random), Int64.random(in: 1...10_000, using: &random)
        )
        let lot = try Reordering(yearlyDemand: demand).economicLot(
            orderCost: Money(minorUnits: order, currency: "CNY"),
            yearlyHoldingCost: Money(minorUnits: holding, currency: "CNY")
        )
        let needed = Int128(2) * Int128(demand) * Int128(order)
        #expect(Int128(lot) * Int128(lot) * Int128(holding) >= needed)
        #expect(Int128(lot - 1) * Int128(lot - 1) * Int128(holding) < needed)
        var previous = 0
        for days in [0, 1, 14, 365] {
            let point = try Reordering(yearlyDemand: demand).reorderPoint(leadTimeInDays: days, safetyStock: 7)
            #expect(point >= previous && point >= 7)
            previous = point
        }
        #expect(previous == demand + 7)
    }
}
