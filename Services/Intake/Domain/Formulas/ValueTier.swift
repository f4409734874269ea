import Vocabulary

/// The few customers who bring most of the revenue (FM-32, 二八原则; IN-06).
package enum ValueTier {
    /// Four fifths of the revenue; the boundary counts.
    package static let standardShare = Fraction.percent(80)

    /// A customer with the revenue of the period.
    package struct Customer<ID: Hashable & Sendable>: Hashable, Sendable {
        package let id: ID
        package let revenue: Money

        package init(_ id: ID, revenue: Money) {
            self.id = id
            self.revenue = revenue
        }
    }

    /// The smallest set of customers that makes the share, largest first.
    ///
    /// Of customers with the same revenue the one listed first comes first, so the same list gives the same set.
    package static func keyCustomers<ID>(
        among customers: [Customer<ID>],
        share: Fraction = standardShare
    ) throws(FormulaRefusal) -> [ID] {
        let name = Figure("顾客收入", "the customers' revenues")
        let share = try share.checked(Figure("收入占比", "the share of the revenue"), in: .zero...(.one))
        for customer in customers { _ = try customer.revenue.checkedNotNegative(name) }
        let total = try Money.sum(of: customers.map(\.revenue), name)
        guard total.minorUnits > 0 else { throw .zero(name) }
        let ranked = customers.enumerated().sorted {
            ($1.element.revenue.minorUnits, $0.offset) < ($0.element.revenue.minorUnits, $1.offset)
        }
        var keys: [ID] = []
        var sum = Money.zero(total.currency)
        for (_, customer) in ranked {
            if try sum.ratio(to: total, name) >= share { break }
            sum = try sum + customer.revenue
            keys.append(customer.id)
        }
        return keys
    }
}
