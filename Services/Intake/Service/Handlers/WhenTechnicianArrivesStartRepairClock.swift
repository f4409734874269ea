import IntakeDomain
import Messages
import Messaging

/// The service starts, or goes on after a wait for parts.
struct WhenTechnicianArrivesStartRepairClock: CaseReportHandler {
    func report(_ body: TechnicianArrivedV1) -> CaseReport? { .technicianArrived(body.workOrderID) }
}
