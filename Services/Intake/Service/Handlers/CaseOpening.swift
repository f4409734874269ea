import IntakeDomain
import Messages
import Messaging
import Vocabulary

/// Opens a case for a request, through whichever door it came: the same for every channel (IN-14).
struct CaseOpening {
    let request: CaseRequest
    let caseID: CaseID
    private let customerID: ID<CustomerFile>
    /// `nil` when the unit could not be found again.
    private let productID: ID<ProductFile>?

    init(_ request: CaseRequest, as caseID: CaseID) {
        self.request = request.unmarked
        self.caseID = caseID
        let identity = ContactIdentity(of: request.customer)
        customerID = .derived("customer-file", from: identity.key)
        productID = ProductFile.identityKey(of: request.product, at: identity).map {
            .derived("product-file", from: $0)
        }
    }

    var needs: Needs {
        Needs(ServiceCase.self, [caseID])
            .and(CaseCounter.self, [CaseCounter.onlyKey])
            .and(CustomerFile.self, [customerID])
            .and(ProductFile.self, productID.map { [$0] } ?? [])
    }

    /// Registers and routes; a case that exists already is left as it is.
    func perform(in work: inout Workspace) throws {
        work.completed("case", id: caseID.description)
        guard work[ServiceCase.self, caseID] == nil else { return }
        let opened = ServiceCase(try register(in: &work))
        try work.emit(CaseRegisteredV1(opened.file))
        recordCustomer(in: &work)
        recordProduct(in: &work)
        if request.isSolvedByPhone, let solution = request.phoneSolution {
            let events = try opened.decide(.resolveByPhone(solution: solution), now: work.now)
            try work.keep(opened.applying(events), before: nil, after: events)
        } else {
            try work.emit(CaseRoutedV1(opened.file))
            try work.keep(opened, before: nil, after: [])
        }
    }

    private func register(in work: inout Workspace) throws -> Registration {
        let today = ZoneOffset.shanghai.day(of: work.now)
        var counter = work[CaseCounter.self, CaseCounter.onlyKey] ?? CaseCounter(day: today)
        let number = counter.next(on: today)
        work[CaseCounter.self, CaseCounter.onlyKey] = counter
        let known = productID.flatMap { work[ProductFile.self, $0] }
        return try Registration(
            request,
            as: .init(
                caseID: caseID,
                number: number,
                partID: ID<Registration>.derived("first-part", from: caseID.description).value
            ),
            knownContractDate: known?.contractDate,
            now: work.now
        )
    }

    private func recordCustomer(in work: inout Workspace) {
        work.append(CustomerCase(customerID: customerID, caseID: caseID))
        let known = work[CustomerFile.self, customerID]
        work[CustomerFile.self, customerID] =
            known?.recording(request, for: caseID, now: work.now)
            ?? CustomerFile(id: customerID, opening: request, for: caseID, now: work.now)
    }

    private func recordProduct(in work: inout Workspace) {
        guard let productID else { return }
        let known = work[ProductFile.self, productID]
        work[ProductFile.self, productID] =
            known?.recording(request, for: caseID, now: work.now)
            ?? ProductFile(id: productID, opening: request, for: caseID, now: work.now)
    }
}
