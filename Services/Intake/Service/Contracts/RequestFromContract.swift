import IntakeDomain
import Messages
import Vocabulary

extension CaseRequest {
    /// - Throws: which field holds a value that this version does not know.
    init(_ body: RegisterServiceRequestV1) throws(CaseRefusal) {
        guard let channel = ContactChannel(rawValue: body.channel.rawValue) else {
            throw .unreadableField(name: "channel")
        }
        guard let contactType = ContactType(rawValue: body.contactType.rawValue) else {
            throw .unreadableField(name: "contactType")
        }
        guard let language = CustomerLanguage(rawValue: body.customer.language.rawValue) else {
            throw .unreadableField(name: "customer.language")
        }
        self.init(
            channel: channel,
            contactType: contactType,
            customer: CustomerDetails(
                name: body.customer.name,
                phone: body.customer.phone,
                email: body.customer.email,
                language: language
            ),
            product: ProductDetails(
                category: body.product.category,
                brand: body.product.brand,
                model: body.product.model,
                serialNumber: body.product.serialNumber
            ),
            contractDate: body.contractDate,
            symptom: body.symptom,
            region: body.region,
            wishedTime: body.wishedTime,
            reference: body.reference,
            phoneSolution: body.phoneSolution
        )
    }
}

extension OpenRepairRecord {
    init(_ body: OpenRepairRecordV1) {
        self.init(
            id: body.id,
            country: body.country ?? "",
            productCategory: body.productCategory,
            brand: body.brand ?? "",
            yearOfManufacture: body.yearOfManufacture ?? "",
            productAge: body.productAge ?? "",
            groupIdentifier: body.groupIdentifier ?? "",
            eventDate: body.eventDate,
            problem: body.problem ?? Personal("")
        )
    }
}
