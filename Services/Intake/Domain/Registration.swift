import Vocabulary

/// The facts of a case that never change after it was taken in.
package struct Registration: Hashable, Codable, Sendable {
    package let caseID: CaseID
    package let number: CaseNumber
    package let registeredAt: Timestamp
    package let request: CaseRequest
    package let contractDate: CalendarDate?
    package let entitlement: Entitlement
    package let destination: Destination
    /// The identifier under which the destination opens its part of the case.
    package let partID: UniqueID

    /// The identifiers a new case is given; the domain makes none itself.
    package struct Identity: Hashable, Sendable {
        package let caseID: CaseID
        package let number: CaseNumber
        package let partID: UniqueID

        package init(caseID: CaseID, number: CaseNumber, partID: UniqueID) {
            self.caseID = caseID
            self.number = number
            self.partID = partID
        }
    }

    /// Decides entitlement and destination of a new case.
    ///
    /// - Parameter knownContractDate: from the product file; counts when the caller names none.
    /// - Throws: what is missing or cannot be.
    package init(
        _ request: CaseRequest,
        as identity: Identity,
        knownContractDate: CalendarDate? = nil,
        term: GuaranteeTerm = .standard,
        zone: ZoneOffset = .shanghai,
        now: Timestamp
    ) throws(CaseRefusal) {
        try request.check(on: zone.day(of: now))
        caseID = identity.caseID
        number = identity.number
        partID = identity.partID
        registeredAt = now
        self.request = request
        contractDate = request.contractDate ?? knownContractDate
        entitlement = term.entitlement(
            contractDate: contractDate,
            faultDate: request.faultDate ?? zone.day(of: now)
        )
        destination = request.isSolvedByPhone ? .hotline : request.contactType.destination
    }

    /// What the destination is now expected to open; the hotline has its own part open at once.
    var firstPart: CasePart {
        switch destination {
        case .dispatch: CasePart(.workOrder, partID, .expected)
        case .complaints: CasePart(.complaint, partID, .expected)
        case .returns: CasePart(.returnGoods, partID, .expected)
        case .hotline: CasePart(.answer, partID, .open)
        }
    }
}

extension CaseRequest {
    package var isSolvedByPhone: Bool { phoneSolution.map { !$0.isBlank } ?? false }

    func check(on today: CalendarDate) throws(CaseRefusal) {
        if customer.name.isBlank { throw .missing(.customerName) }
        if product.category.isBlank { throw .missing(.productCategory) }
        if symptom.isBlank { throw .missing(.symptom) }
        if region.isBlank { throw .missing(.region) }
        if let contractDate, contractDate > today { throw .contractDateInFuture(contractDate) }
    }
}
