import Vocabulary

/// How much the product and the service count in the overall satisfaction; together exactly one.
package struct SatisfactionWeights: Hashable, Sendable {
    package let product: Fraction
    package let service: Fraction

    /// Product 0.8 and service 0.2 (SU-12).
    package static let standard = SatisfactionWeights(
        checkedProduct: Fraction(8, decimals: 1),
        service: Fraction(2, decimals: 1)
    )

    package init(product: Fraction, service: Fraction) throws(FormulaRefusal) {
        let sum =
            try product.checkedNotNegative(Figure("产品权重", "the product's weight"))
            + service.checkedNotNegative(Figure("服务权重", "the service's weight"))
        guard sum == .one else { throw .weightsNotOne(sum: sum) }
        self.init(checkedProduct: product, service: service)
    }

    private init(checkedProduct product: Fraction, service: Fraction) {
        self.product = product
        self.service = service
    }
}

/// One figure for product and service together (FM-01, 客户满意度).
package enum OverallSatisfaction {
    /// - Parameters:
    ///   - product: satisfaction with the product, 0 to 100.
    ///   - service: satisfaction with the service, 0 to 100.
    package static func score(
        product: Fraction,
        service: Fraction,
        weights: SatisfactionWeights = .standard
    ) throws(FormulaRefusal) -> Fraction {
        let points = Fraction.zero...Fraction(100)
        let product = try product.checked(Figure("产品满意度", "product satisfaction"), in: points)
        let service = try service.checked(Figure("服务满意度", "service satisfaction"), in: points)
        return try product * weights.product + service * weights.service
    }
}
