import Vocabulary

/// The five items of the satisfaction questionnaire (SU-07, F-46), each 0 to 100.
package struct Ratings: Codable, Equatable, Sendable {
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

    package subscript(item: SurveyItem) -> Int {
        switch item {
        case .productQuality: productQuality
        case .price: price
        case .deliveryTime: deliveryTime
        case .packaging: packaging
        case .afterSalesService: afterSalesService
        }
    }

    /// The first item outside 0…100.
    package var faultyItem: SurveyItem? {
        SurveyItem.allCases.first { !(0...100).contains(self[$0]) }
    }
}

package enum SurveyItem: String, Codable, CaseIterable, Sendable {
    case productQuality
    case price
    case deliveryTime
    case packaging
    case afterSalesService

    package var name: Bilingual {
        switch self {
        case .productQuality: Bilingual(zh: "产品质量", en: "product quality")
        case .price: Bilingual(zh: "价格", en: "price")
        case .deliveryTime: Bilingual(zh: "交货期", en: "delivery time")
        case .packaging: Bilingual(zh: "包装", en: "packaging")
        case .afterSalesService: Bilingual(zh: "售后服务", en: "after-sales service")
        }
    }
}
