import IntakeDomain
import Messages
import Messaging

/// The service starts, or goes on after a wait for parts.
struct WhenTechnicianArrivesStartRepairClock: CaseReportHandler {
    typealias Body = TechnicianArrivedV1

    func report(_ body: Body) -> CaseReport? { .technicianArrived(body.workOrderID) }
}
