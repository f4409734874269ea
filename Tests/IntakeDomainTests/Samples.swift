import IntakeDomain
import Vocabulary

/// Values that the tests of this target share.
enum Samples {
    static let caseID = CaseID(UniqueID(high: 1, low: 1))
    static let workOrder = WorkOrderID(UniqueID(high: 1, low: 2))
    static let survey = SurveyID(UniqueID(high: 1, low: 3))
    static let returnID = ReturnID(UniqueID(high: 1, low: 4))
    static let complaint = ComplaintID(UniqueID(high: 1, low: 5))

    /// Tuesday 2026-11-17 16:50 in the business time zone, the example of CK-02.
    static let tuesday = time("2026-11-17T16:50:00+08:00")

    static func time(_ text: String) -> Timestamp {
        Timestamp(text) ?? Timestamp(0)
    }

    static func date(_ text: String) -> CalendarDate {
        CalendarDate(text) ?? CalendarDate(daysSinceEpoch: 0)
    }

    static func request(
        _ contactType: ContactType = .repair,
        name: String = "王芳",
        phone: String? = "138 0013 8000",
        category: String = "Iron",
        serialNumber: String? = nil,
        contractDate: CalendarDate? = date("2026-03-15"),
        symptom: String = "不加热",
        region: String = "CN-SH",
        wishedTime: Timestamp? = nil,
        phoneSolution: String? = nil
    ) -> CaseRequest {
        CaseRequest(
            channel: .phone,
            contactType: contactType,
            customer: CustomerDetails(name: Personal(name), phone: phone.map { Personal($0) }),
            product: ProductDetails(category: category, serialNumber: serialNumber),
            contractDate: contractDate,
            symptom: Personal(symptom),
            region: region,
            wishedTime: wishedTime,
            phoneSolution: phoneSolution
        )
    }

    static func registration(
        _ request: CaseRequest = request(),
        knownContractDate: CalendarDate? = nil
    ) throws(CaseRefusal) -> Registration {
        let partID: UniqueID =
            switch request.contactType {
            case .repair: workOrder.value
            case .complaint: complaint.value
            case .returnGoods: returnID.value
            case .enquiry, .parts, .suggestion: caseID.value
            }
        let number = CaseNumber(day: date("2026-11-17"), ordinal: 42)
        return try Registration(
            request,
            as: .init(caseID: caseID, number: number, partID: partID),
            knownContractDate: knownContractDate,
            now: tuesday
        )
    }

    static func newCase(_ contactType: ContactType = .repair) throws -> ServiceCase {
        ServiceCase(try registration(request(contactType)))
    }
}

extension ServiceCase {
    /// Decides and applies, as a handler does.
    func after(_ command: Command, at now: Timestamp) throws -> ServiceCase {
        applying(try decide(command, now: now))
    }

    func after(_ reports: CaseReport..., at now: Timestamp) throws -> ServiceCase {
        try reports.reduce(self) { try $0.after(.report($1), at: now) }
    }
}
