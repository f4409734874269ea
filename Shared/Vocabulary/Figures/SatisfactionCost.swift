/// What satisfied customers cost, and what the faults in it cost (FM-02, 客户满意成本).
///
/// Kept here because surveys (SU-13) and dispatch (DI-66) both calculate it.
package struct SatisfactionCost: Hashable, Sendable {
    /// The cost of conforming product quality.
    package let productQuality: Money
    /// Service that every product needs.
    package let routineService: Money
    /// Service that faulty products cause.
    package let nonconformingService: Money
    /// Routine and nonconforming service together.
    package let serviceQuality: Money
    package let total: Money

    /// - Parameter amplification: by how much a faulty product multiplies the routine cost, per product class (function
    ///   importance, frequency of use, size and weight); the catalogue gives no value, so 1 unless somebody sets it.
    package init(
        productQuality: Money,
        routineService: Money,
        amplification: Fraction = .one
    ) throws(FormulaRefusal) {
        self.productQuality = try productQuality.checkedNotNegative(Figure("产品质量成本", "the product quality cost"))
        self.routineService = try routineService.checkedNotNegative(Figure("常规服务成本", "the routine service cost"))
        nonconformingService = try routineService.times(
            amplification.checkedNotNegative(Figure("放大系数", "the amplification factor"))
        )
        serviceQuality = try routineService + nonconformingService
        total = try productQuality + serviceQuality
    }
}
