/// The five items of the satisfaction survey, 0 to 100 points each (FM-14).
package struct SurveyRatings: Codable, Hashable, Sendable {
    package let productQuality: Int
    package let price: Int
    package let deliveryTime: Int
    package let packaging: Int
    package let afterSalesService: Int

    package init(productQuality: Int, price: Int, deliveryTime: Int, packaging: Int, afterSalesService: Int) {
        self.productQuality = productQuality
        self.price = price
        self.deliveryTime = deliveryTime
        self.packaging = packaging
        self.afterSalesService = afterSalesService
    }

    package static let schema = Schema.object([
        .required("productQuality", .points),
        .required("price", .points),
        .required("deliveryTime", .points),
        .required("packaging", .points),
        .required("afterSalesService", .points),
    ])
}
