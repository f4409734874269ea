import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// A work order as it is kept: its state, and what dispatch knows of the case only to pass it on.
package struct WorkOrderFile: Equatable, Codable, Sendable {
    package var order: WorkOrder
    package let brief: Brief
    package let openedAt: Timestamp
    /// When a technician is looked for again.
    package var nextAttemptAt: Timestamp?
    package var endedAt: Timestamp?

    package struct Brief: Equatable, Codable, Sendable {
        package let customer: Customer
        package let product: Product
        package let entitlement: Entitlement
        package let contractDate: CalendarDate?
        package let symptom: Personal<String>
        package let arrivalDue: Timestamp?
    }

    init(opening id: WorkOrderID, for routed: CaseRoutedV1, now: Timestamp) {
        let job = WorkOrder.Job(
            category: routed.product.category,
            region: routed.region,
            wishedTime: routed.wishedTime
        )
        order = WorkOrder(id: id, caseID: routed.caseID, job: job)
        brief = Brief(
            customer: routed.customer,
            product: routed.product,
            entitlement: routed.entitlement,
            contractDate: routed.contractDate,
            symptom: routed.symptom,
            arrivalDue: routed.arrivalDue
        )
        openedAt = now
    }

    mutating func record(_ event: WorkOrder.Event, now: Timestamp) {
        order = order.applying(event)
        switch order.state {
        case .done, .notRepairable, .cancelled: endedAt = now
        case .waitingForTechnician, .assigned, .underWay, .arrived, .waitingForParts: break
        }
        if order.visit != nil || endedAt != nil { nextAttemptAt = nil }
    }
}

extension WorkOrderFile: StoredDocument {
    package typealias Key = WorkOrderID

    package static let table = "work_order"
    package static let columns: [DocumentColumn<WorkOrderFile>] = [
        .uuid("case_id") { $0.order.caseID.value },
        .text("region") { $0.order.job.region },
        .text("status") { $0.order.status.rawValue },
        .time("opened_at") { $0.openedAt },
    ]

    package func snapshot(id: WorkOrderID, version: Int64, at time: Timestamp) -> (any Message)? {
        state(version: version, at: time)
    }
}

/// Which work orders a case has: some of intake's messages name the case alone.
package struct CaseWork: Equatable, Codable, Sendable {
    package var workOrderIDs: [WorkOrderID]
}

extension CaseWork: StoredDocument {
    package typealias Key = CaseID

    package static let table = "case_work"
    package static let columns: [DocumentColumn<CaseWork>] = []
}
