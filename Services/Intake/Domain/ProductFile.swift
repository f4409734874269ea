import Vocabulary

/// One unit in the hands of a customer (产品档案, IN-01).
///
/// A unit that is first heard of in a call is "to verify": nobody in production or sales has confirmed it.
package struct ProductFile: Hashable, Codable, Sendable {
    package let id: ID<ProductFile>
    package private(set) var details: ProductDetails
    package private(set) var contractDate: CalendarDate?
    package private(set) var standing: Standing
    package let openedAt: Timestamp
    package private(set) var lastCaseAt: Timestamp
    package private(set) var caseCount: Int
    package private(set) var lastCaseID: CaseID

    package enum Standing: String, Codable, CaseIterable, Sendable {
        case toVerify = "to-verify"
        case verified
    }

    package init(id: ID<ProductFile>, opening request: CaseRequest, for caseID: CaseID, now: Timestamp) {
        self.id = id
        details = request.product
        contractDate = request.contractDate
        standing = .toVerify
        openedAt = now
        lastCaseAt = now
        caseCount = 1
        lastCaseID = caseID
    }

    /// A new case on a known unit: gaps are filled; what stands is not overwritten by a caller's word.
    package func recording(_ request: CaseRequest, for caseID: CaseID, now: Timestamp) -> ProductFile {
        var file = self
        file.details = ProductDetails(
            category: details.category,
            brand: details.brand ?? request.product.brand,
            model: details.model ?? request.product.model,
            serialNumber: details.serialNumber ?? request.product.serialNumber
        )
        file.contractDate = contractDate ?? request.contractDate
        file.lastCaseAt = max(lastCaseAt, now)
        file.caseCount += 1
        file.lastCaseID = caseID
        return file
    }
}

extension ProductFile {
    /// Unambiguous text, from which the file's identifier is derived.
    ///
    /// The serial number (of its brand) names the unit; without one, a kind of product at one person's does. When
    /// neither is known the unit could never be found again, so no file is opened and the case alone describes it.
    package static func identityKey(of product: ProductDetails, at customer: ContactIdentity) -> String? {
        let brand = ContactText.words(product.brand ?? "")
        if let serial = product.serialNumber.flatMap(SerialNumber.init) {
            return "serial:\(brand):\(serial.text)"
        }
        guard customer.isPersonal else { return nil }
        let kind = [product.category, product.brand ?? "", product.model ?? ""].map(ContactText.words)
        return "owner:\(customer.key):\(kind.joined(separator: ":"))"
    }
}
