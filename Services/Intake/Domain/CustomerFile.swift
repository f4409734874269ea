import Vocabulary

/// The user part of a customer file (用户档案, IN-02), found again by the contact identity.
package struct CustomerFile: Hashable, Codable, Sendable {
    package let id: ID<CustomerFile>
    package private(set) var details: CustomerDetails
    package private(set) var region: String
    package let openedAt: Timestamp
    package private(set) var lastContactAt: Timestamp
    package private(set) var caseCount: Int
    package private(set) var lastCaseID: CaseID

    package init(id: ID<CustomerFile>, opening request: CaseRequest, for caseID: CaseID, now: Timestamp) {
        self.id = id
        details = request.customer
        region = request.region
        openedAt = now
        lastContactAt = now
        caseCount = 1
        lastCaseID = caseID
    }

    /// A new case of a known customer: what was said last is true, what was left out stays.
    package func recording(_ request: CaseRequest, for caseID: CaseID, now: Timestamp) -> CustomerFile {
        var file = self
        file.details = CustomerDetails(
            name: request.customer.name,
            phone: request.customer.phone ?? details.phone,
            email: request.customer.email ?? details.email,
            language: request.customer.language
        )
        file.region = request.region
        file.lastContactAt = max(lastContactAt, now)
        file.caseCount += 1
        file.lastCaseID = caseID
        return file
    }
}
