import IntakeDomain
import Messages
import Messaging

/// The customer has another unit or the money; a kind of settlement that a newer writer names ends the return as well.
struct WhenReturnIsSettledEndIt: CaseReportHandler {
    typealias Body = ReturnSettledV1

    func report(_ body: Body) -> CaseReport? {
        switch body.settlement {
        case .exchange, .unknown: .exchanged(body.returnID)
        case .refund: .refunded(body.returnID)
        }
    }
}
