import Foundation
import Vocabulary

extension Timestamp {
    /// The system's clock: for logs and identifiers. Business decisions take PostgreSQL's clock.
    package static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microsecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
