import Messages
import Messaging
import ReturnsDomain
import Vocabulary

/// A return as it is stored: the domain's state and what travels with it untouched.
package struct ReturnDocument: StoredDocument {
    package typealias Key = ReturnID

    package private(set) var authorisation: ReturnAuthorisation
    package let customer: Customer
    package let contractDate: CalendarDate?
    /// What the technician found, when a repair was tried.
    package let repairFinding: String?

    package init(
        _ authorisation: ReturnAuthorisation,
        customer: Customer,
        contractDate: CalendarDate?,
        repairFinding: String? = nil
    ) {
        self.authorisation = authorisation
        self.customer = customer
        self.contractDate = contractDate
        self.repairFinding = repairFinding
    }

    package var request: ReturnRequest { authorisation.request }
    package var product: Product { Product(request.goods) }

    package mutating func apply(_ event: ReturnAuthorisation.Event) {
        authorisation = authorisation.applying(event)
    }
}

extension ReturnDocument {
    package static let table = "return_authorisation"

    package static let columns: [DocumentColumn<ReturnDocument>] = [
        .uuid("case_id") { $0.request.caseID.value },
        .text("status") { $0.authorisation.state.status.rawValue },
        .text("reason") { $0.request.reason.rawValue },
        .text("disposition") { $0.authorisation.disposal?.disposition.rawValue },
        .integer("refund_minor_units") { $0.authorisation.settled?.settlement.refund?.minorUnits },
        .text("refund_currency") { $0.authorisation.settled?.settlement.refund?.currency },
    ]

    package func snapshot(id: ReturnID, version: Int64, at time: Timestamp) -> (any Message)? {
        let decision = authorisation.decision
        let receipt = authorisation.receipt
        let disposal = authorisation.disposal
        let settled = authorisation.settled
        return ReturnStateV1(
            id: id,
            caseID: request.caseID,
            status: Wire.ReturnStatus(authorisation.state.status),
            reason: Wire.ReturnReason(request.reason),
            customer: customer,
            product: product,
            contractDate: contractDate,
            eligibility: Eligibility(request.eligibility),
            repairFinding: repairFinding,
            requestedAt: request.requestedAt,
            decisionReason: decision?.reason,
            decidedBy: decision?.decidedBy,
            decidedAt: decision?.at,
            condition: receipt?.condition,
            receivedSerialNumber: receipt?.serialNumber,
            receivedAt: receipt?.at,
            disposition: disposal.map { Wire.Disposition($0.disposition) },
            finding: disposal?.finding,
            disposedAt: disposal?.at,
            settlement: settled.map { Wire.Settlement($0.settlement) },
            amount: settled?.settlement.refund,
            replacementSerialNumber: settled?.settlement.replacementSerialNumber,
            paymentReference: settled?.settlement.paymentReference,
            settledAt: settled?.at,
            version: version,
            updatedAt: time
        )
    }
}
