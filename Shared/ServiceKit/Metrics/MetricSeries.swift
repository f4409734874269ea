import Metrics
import Synchronization

/// A whole number that only grows.
final class CounterSeries: CounterHandler {
    private let total = Atomic<Int64>(0)

    func increment(by amount: Int64) { total.wrappingAdd(max(0, amount), ordering: .relaxed) }
    func reset() { total.store(0, ordering: .relaxed) }
    var value: Int64 { total.load(ordering: .relaxed) }
}

/// A number that goes up and down; also counts fractions for `FloatingPointCounter`.
final class GaugeSeries: MeterHandler, RecorderHandler, FloatingPointCounterHandler {
    private let current = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { current.withLock { $0 = value } }
    func increment(by amount: Double) { current.withLock { $0 += amount } }
    func decrement(by amount: Double) { current.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func reset() { set(0.0) }
    var value: Double { current.withLock { $0 } }
}

/// Observations counted in buckets by their upper bound.
final class HistogramSeries: RecorderHandler, TimerHandler {
    struct Observations {
        /// One count per bound, and one beyond the last bound.
        var counts: [UInt64]
        var sum = 0.0
    }

    static let secondBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
    static let sizeBounds = [1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000, 50_000, 100_000, 1_000_000]

    let bounds: [Double]
    private let state: Mutex<Observations>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(Observations(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
    var observations: Observations { state.withLock { $0 } }
}
