import Vocabulary

/// How long parked messages wait, how often they are tried, and how many may wait.
package struct ParkingPolicy: Sendable, Equatable {
    /// Tries of one message; then its lane is dead until an operator acts.
    package var attempts = 20
    /// Messages that may wait in one lane.
    package var rowsPerLane = 10_000
    /// Lanes that one service may have.
    package var lanes = 10_000
    /// Tries of one message that may end with the process.
    package var crashes = 3

    package init() {}

    package static let standard = ParkingPolicy()
    package static let longestPause = Duration.seconds(900)

    /// The pause after so many failures: 1 s doubling to 15 min, shortened by up to a quarter.
    ///
    /// The key decides by how much, so that lanes parked together do not come back together and a test can tell when.
    package func pause(afterFailures failures: Int, key: String) -> Duration {
        let seconds = min(900, 1 << Int64(min(max(failures - 1, 0), 10)))
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ UInt64(failures)) &* 0x9E37_79B9_7F4A_7C15
        let quarter = Int64(seconds) * 250_000
        return .microseconds(Int64(seconds) * 1_000_000 - Int64(hash >> 32) % quarter)
    }
}

/// More waits than the policy allows: these partitions are not taken on from these offsets until there is room again.
struct ParkingFull: Error, Equatable {
    let cuts: [TopicPartition: Int64]
}
