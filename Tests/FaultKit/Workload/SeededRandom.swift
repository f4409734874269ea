import Foundation

/// The same numbers for the same seed (SplitMix64): what a run does can be done again.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func isHit(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < probability
    }
}

/// Chooses among things of which the k-th is 1/k^1.1 as likely as the first: a few busy keys, many quiet ones.
struct Zipf: Sendable {
    private let bounds: [Double]

    init(count: Int, exponent: Double = 1.1) {
        var total = 0.0
        bounds = (1...count).map { rank in
            total += pow(Double(rank), -exponent)
            return total
        }
    }

    func draw(_ random: inout SeededRandom) -> Int {
        let target = Double.random(in: 0..<(bounds.last ?? 1), using: &random)
        var (low, high) = (0, bounds.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] <= target { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
