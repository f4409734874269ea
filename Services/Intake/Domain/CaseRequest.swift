import Vocabulary

/// What a person or a partner asks for when a case is opened (叫修登记, IN-17).
package struct CaseRequest: Hashable, Codable, Sendable {
    package let channel: ContactChannel
    package let contactType: ContactType
    package private(set) var customer: CustomerDetails
    package let product: ProductDetails
    package let contractDate: CalendarDate?
    package let symptom: Personal<String>
    package let region: String
    package let wishedTime: Timestamp?
    /// The number under which the sender knows the matter.
    package let reference: String?
    /// What was said when the matter was settled in the first call (IN-20).
    package let phoneSolution: String?
    /// The day on which the fault was shown, when that is not the day of registration.
    package let faultDate: CalendarDate?

    package init(
        channel: ContactChannel,
        contactType: ContactType,
        customer: CustomerDetails,
        product: ProductDetails,
        contractDate: CalendarDate? = nil,
        symptom: Personal<String>,
        region: String,
        wishedTime: Timestamp? = nil,
        reference: String? = nil,
        phoneSolution: String? = nil,
        faultDate: CalendarDate? = nil
    ) {
        self.channel = channel
        self.contactType = contactType
        self.customer = customer
        self.product = product
        self.contractDate = contractDate
        self.symptom = symptom
        self.region = region
        self.wishedTime = wishedTime
        self.reference = reference
        self.phoneSolution = phoneSolution
        self.faultDate = faultDate
    }
}

extension CaseRequest {
    package var unmarked: CaseRequest {
        var request = self
        request.customer = customer.unmarked
        return request
    }
}

package struct CustomerDetails: Hashable, Codable, Sendable {
    package let name: Personal<String>
    package let phone: Personal<String>?
    package let email: Personal<String>?
    package let language: CustomerLanguage

    package init(
        name: Personal<String>,
        phone: Personal<String>? = nil,
        email: Personal<String>? = nil,
        language: CustomerLanguage = .zh
    ) {
        self.name = name
        self.phone = phone
        self.email = email
        self.language = language
    }
}

extension CustomerDetails {
    /// Without the marks by which the customer was recognised: nobody else needs them.
    package var unmarked: CustomerDetails {
        CustomerDetails(name: name.unmarked, phone: phone?.unmarked, email: email?.unmarked, language: language)
    }
}

package enum CustomerLanguage: String, Codable, CaseIterable, Sendable {
    case zh, en
}

package struct ProductDetails: Hashable, Codable, Sendable {
    package let category: String
    package let brand: String?
    package let model: String?
    package let serialNumber: String?

    package init(category: String, brand: String? = nil, model: String? = nil, serialNumber: String? = nil) {
        self.category = category
        self.brand = brand
        self.model = model
        self.serialNumber = serialNumber
    }
}
