import Vocabulary

/// 配件: an entry of the parts catalogue (PA-01).
package struct Part: Hashable, Sendable, Codable {
    package let sku: String
    package let name: String
    package let category: String

    /// - Throws: what is missing, and `malformedPartNumber` for a number that no shelf could carry.
    package init(sku: String, name: String, category: String) throws(StockRefusal) {
        guard !sku.isBlank, !sku.contains("@") else { throw .malformedPartNumber }
        guard !name.isBlank else { throw .nameMissing }
        self.sku = sku
        self.name = name
        self.category = category
    }
}

/// So many pieces of one part.
package struct PartAmount: Hashable, Sendable, Codable {
    package let sku: String
    package let quantity: Int

    package init(sku: String, quantity: Int) {
        self.sku = sku
        self.quantity = quantity
    }
}

extension Sequence<PartAmount> {
    /// One line per part, in order of part numbers; lines of nothing are dropped.
    package func merged() -> [PartAmount] {
        Dictionary(map { ($0.sku, $0.quantity) }, uniquingKeysWith: +)
            .filter { $0.value > 0 }
            .map { PartAmount(sku: $0.key, quantity: $0.value) }
            .sorted { $0.sku < $1.sku }
    }
}

/// Where a part lies: `PUMP-7@GBR`.
///
/// A part number never holds `@`, so the first one parts the two.
package struct StockKey: Hashable, Sendable {
    package let sku: String
    package let site: String

    package init?(sku: String, site: String) {
        guard !sku.isBlank, !site.isBlank, !sku.contains("@") else { return nil }
        self.sku = sku
        self.site = site
    }
}

extension StockKey: LosslessStringConvertible, Comparable {
    package init?(_ text: String) {
        guard let mark = text.firstIndex(of: "@") else { return nil }
        self.init(sku: String(text[..<mark]), site: String(text[text.index(after: mark)...]))
    }

    package var description: String { "\(sku)@\(site)" }

    package static func < (left: StockKey, right: StockKey) -> Bool {
        left.description < right.description
    }
}
