import IntakeDomain
import Messages
import Vocabulary

extension CaseRegisteredV1 {
    init(_ file: CaseFile) {
        let registration = file.registration
        let request = registration.request
        self.init(
            caseID: registration.caseID,
            number: registration.number,
            channel: Wire.Channel(request.channel),
            contactType: Wire.ContactType(request.contactType),
            customer: Customer(request.customer),
            product: Product(request.product),
            entitlement: Entitlement(registration.entitlement),
            contractDate: registration.contractDate,
            symptom: request.symptom,
            region: request.region,
            wishedTime: request.wishedTime,
            reference: request.reference,
            registeredAt: registration.registeredAt,
            responseDue: file.responseDue,
            arrivalDue: file.clocks[.arrival]?.dueAt
        )
    }
}

extension CaseRoutedV1 {
    init(_ file: CaseFile) {
        let registration = file.registration
        let request = registration.request
        self.init(
            caseID: registration.caseID,
            number: registration.number,
            destination: Wire.Destination(registration.destination),
            partID: registration.destination == .hotline ? nil : registration.partID,
            channel: Wire.Channel(request.channel),
            contactType: Wire.ContactType(request.contactType),
            customer: Customer(request.customer),
            product: Product(request.product),
            entitlement: Entitlement(registration.entitlement),
            contractDate: registration.contractDate,
            symptom: request.symptom,
            region: request.region,
            wishedTime: request.wishedTime,
            arrivalDue: file.clocks[.arrival]?.dueAt,
            registeredAt: registration.registeredAt
        )
    }
}

extension CaseStateV1 {
    init(_ serviceCase: ServiceCase, version: Int64, updatedAt: Timestamp) {
        let file = serviceCase.file
        let registration = file.registration
        let request = registration.request
        self.init(
            id: registration.caseID,
            caseID: registration.caseID,
            number: registration.number,
            status: Wire.CaseStatus(serviceCase.status),
            channel: Wire.Channel(request.channel),
            contactType: Wire.ContactType(request.contactType),
            customer: Customer(request.customer),
            product: Product(request.product),
            entitlement: Entitlement(registration.entitlement),
            contractDate: registration.contractDate,
            symptom: request.symptom,
            region: request.region,
            wishedTime: request.wishedTime,
            reference: request.reference,
            registeredAt: registration.registeredAt,
            responseDue: file.responseDue,
            respondedAt: file.clocks[.response]?.stoppedAt,
            arrivalDue: file.clocks[.arrival]?.dueAt,
            arrivedAt: file.clocks[.arrival]?.stoppedAt,
            repairDue: file.clocks[.repair]?.dueAt,
            repairedAt: file.clocks[.repair]?.stoppedAt,
            isRepairPaused: file.clocks[.repair]?.isPaused ?? false,
            breachedClocks: ClockKind.allCases
                .filter { file.clocks[$0]?.isBreached ?? false }
                .map(Wire.CaseClock.init),
            parts: file.parts.all.compactMap(CasePart.init),
            phoneSolution: file.phoneSolution,
            outcome: serviceCase.outcome.map(Wire.CaseOutcome.init),
            closedAt: serviceCase.endedAt,
            cancellationReason: serviceCase.cancellationReason,
            version: version,
            updatedAt: updatedAt
        )
    }
}

extension ServiceCase {
    fileprivate var cancellationReason: String? {
        if case .cancelled(_, let reason, _) = self { reason } else { nil }
    }
}

extension CaseFile {
    /// Every case has a response clock; a document without one falls back to its registration.
    fileprivate var responseDue: Timestamp { clocks[.response]?.dueAt ?? registration.registeredAt }
}
