import Foundation
import Vocabulary

extension Timestamp {
    /// The machine's clock, for headers and log lines; what is decided by time uses PostgreSQL's clock.
    package static var now: Timestamp {
        Timestamp(microsecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
