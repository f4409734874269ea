/// One schedule: virtual time, a seeded choice of what happens next, and a log of what did.
///
/// `@unchecked Sendable`: everything of a schedule runs on the thread that called `run`.
final class Engine: @unchecked Sendable {
    /// Microseconds of virtual time.
    typealias Time = Int64

    private(set) var now: Time = 0
    let seed: UInt64
    private var random: SeededRandom
    private var events = EventHeap()
    private var processes: [SimulatedProcess] = []
    private(set) var steps = 0
    /// What was said last; kept only when a schedule is played again.
    private(set) var log: [String] = []
    /// Also what is of no interest to readers: every call.
    private(set) var trace: [String] = []
    private let isLogging: Bool
    /// What an invariant has found; the first one ends the schedule.
    private(set) var violation: String?

    /// Faults happen until then; what is owed must be done some time after.
    var calmFrom: Time = 0

    init(seed: UInt64, isLogging: Bool = false) {
        self.seed = seed
        self.isLogging = isLogging
        random = SeededRandom(seed: seed)
    }

    // MARK: Chance

    func between(_ low: Time, _ high: Time) -> Time {
        low + Time(random.next() % UInt64(high - low + 1))
    }

    func index(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

    func chance(_ percent: Int) -> Bool { random.next() % 100 < percent }

    /// A fault that happens only while there are faults.
    func fault(_ perMille: Int) -> Bool { now < calmFrom && random.next() % 1000 < perMille }

    // MARK: What happens

    func after(_ delay: Time, _ action: @escaping () -> Void) {
        events.push(at: now + delay, action)
    }

    func add(_ process: SimulatedProcess) { processes.append(process) }

    func say(_ text: @autoclosure () -> String) {
        guard isLogging else { return }
        if log.count >= 4000 { log.removeFirst(2000) }
        log.append("\(now) \(text())")
    }

    func note(_ text: @autoclosure () -> String) {
        if isLogging, trace.count < 20_000 { trace.append("\(now) \(text())") }
    }

    func violated(_ text: String) {
        if violation == nil { violation = text }
        say("VIOLATION \(text)")
    }

    /// Runs until the goal is reached, something is violated or the time is over.
    ///
    /// - Returns: whether the goal was reached.
    func run(until end: Time, _ isDone: () -> Bool) -> Bool {
        var nextLook: Time = 0
        while violation == nil {
            if let process = nextProcess() {
                steps += 1
                process.runOneJob(index)
                continue
            }
            if now >= nextLook {
                if isDone() { return true }
                nextLook = now + 250_000
            }
            guard now < end, steps < 2_000_000, let (time, action) = events.pop() else { return isDone() }
            now = max(now, time)
            steps += 1
            action()
        }
        return false
    }

    /// Lets what is left of the processes come to its end, so that nothing outlives the schedule.
    func drain() {
        for process in processes { process.kill() }
        while true {
            if let process = nextProcess() {
                process.runOneJob(index)
            } else if processes.contains(where: { !$0.isOver }), let (time, action) = events.pop() {
                now = max(now, time)
                action()
            } else {
                return
            }
        }
    }

    private func nextProcess() -> SimulatedProcess? {
        var count = 0
        for process in processes where process.isRunnable { count += 1 }
        guard count > 0 else { return nil }
        var left = count == 1 ? 0 : index(count)
        for process in processes where process.isRunnable {
            if left == 0 { return process }
            left -= 1
        }
        return nil
    }
}

/// Events by time; those of the same time in the order in which they were added.
private struct EventHeap {
    private struct Event {
        let time: Engine.Time
        let order: Int
        let action: () -> Void

        func isBefore(_ other: Event) -> Bool { time == other.time ? order < other.order : time < other.time }
    }

    private var heap: [Event] = []
    private var added = 0

    mutating func push(at time: Engine.Time, _ action: @escaping () -> Void) {
        added += 1
        heap.append(Event(time: time, order: added, action: action))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> (Engine.Time, () -> Void)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return (first.time, first.action) }
        heap[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].isBefore(heap[smallest]) { smallest = child }
            }
            guard smallest != parent else { return (first.time, first.action) }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
