import IntakeDomain
import Messages
import Messaging

/// The customer has another unit or the money; a kind of settlement that a newer writer names ends the return as well.
struct WhenReturnIsSettledEndIt: CaseReportHandler {
    func report(_ body: ReturnSettledV1) -> CaseReport? {
        switch body.settlement {
        case .exchange, .unknown: .exchanged(body.returnID)
        case .refund: .refunded(body.returnID)
        }
    }
}
