import Vocabulary

/// What a dealer pays for parts, line by line (FM-06, 配件报价; PA-08).
package struct PartsQuote: Hashable, Sendable {
    package let untaxed: Money
    package let tax: Money
    package let freight: Money
    package let total: Money

    /// A list price says whether the tax is in it.
    package enum ListPrice: Hashable, Sendable {
        case untaxed(Money)
        case taxed(Money)
    }

    /// 13 % value added tax.
    package static let standardTaxRate = Fraction.percent(13)

    /// The tax is rounded to the minor unit; it and the untaxed price always make the taxed one.
    ///
    /// - Parameter taxRate: 0 to 1.
    package init(
        _ price: ListPrice,
        freight: Money,
        taxRate: Fraction = standardTaxRate
    ) throws(FormulaRefusal) {
        let priceName = Figure("目录价", "the list price")
        let rate = try taxRate.checked(Figure("税率", "the tax rate"), in: .zero...(.one))
        switch price {
        case .untaxed(let amount):
            untaxed = try amount.checkedNotNegative(priceName)
            tax = try amount.times(rate)
        case .taxed(let amount):
            tax = try amount.checkedNotNegative(priceName).times(rate / (.one + rate))
            untaxed = try amount - tax
        }
        self.freight = try freight.checkedNotNegative(Figure("运费", "the freight"))
        total = try untaxed + tax + freight
    }
}

/// What dealers pay, and what they get back.
package enum DealerTerms {
    /// The market price times what the dealer's level leaves of it (FM-07; PA-07): 0.75 is a quarter off.
    ///
    /// - Parameter levelDiscount: 0 to 1.
    package static func settlementPrice(
        marketPrice: Money,
        levelDiscount: Fraction
    ) throws(FormulaRefusal) -> Money {
        try marketPrice.checkedNotNegative(Figure("市场价", "the market price"))
            .times(levelDiscount.checked(Figure("级别折扣", "the level discount"), in: .zero...(.one)))
    }

    /// The part of a settlement that is credited in virtual currency (FM-08; PA-29); none unless a percentage is set.
    ///
    /// - Parameter share: 0 to 1.
    package static func virtualCurrencyCredit(
        settlement: Money,
        share: Fraction = .zero
    ) throws(FormulaRefusal) -> Money {
        try settlement.checkedNotNegative(Figure("结算金额", "the settlement"))
            .times(share.checked(Figure("返点比例", "the credit share"), in: .zero...(.one)))
    }
}
