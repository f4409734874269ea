import Database
import Messaging

/// One process of a schedule: it runs real code on virtual time, and can be frozen, woken and killed at any await.
///
/// `@unchecked Sendable`: used on the schedule's one thread.
final class SimulatedProcess: TaskExecutor, RuntimeTime, @unchecked Sendable {
    let name: String
    let engine: Engine
    private var jobs: [UnownedJob] = []
    private var roots: [Task<Void, Never>] = []
    private var rootsRunning = 0
    private var waits: [Int: any Failable] = [:]
    private var waitsMade = 0
    private var onThaw: [() -> Void] = []
    private(set) var isFrozen = false
    private(set) var isDead = false
    /// Told when the process dies or stands still: its connections break, now or after a while.
    var onDeath: [() -> Void] = []
    var onFreeze: [() -> Void] = []

    init(_ name: String, on engine: Engine) {
        self.name = name
        self.engine = engine
        engine.add(self)
    }

    var isRunnable: Bool { !jobs.isEmpty && !isFrozen }
    var isOver: Bool { rootsRunning == 0 }

    // MARK: Running

    func enqueue(_ job: consuming ExecutorJob) {
        jobs.append(UnownedJob(job))
    }

    func runOneJob(_ choose: (Int) -> Int) {
        let index = jobs.count == 1 ? 0 : choose(jobs.count)
        jobs.swapAt(index, jobs.count - 1)
        jobs.removeLast().runSynchronously(on: asUnownedTaskExecutor())
    }

    func start(_ body: @escaping @Sendable () async -> Void) {
        rootsRunning += 1
        roots.append(
            Task(executorPreference: self) {
                await body()
                self.rootsRunning -= 1
            }
        )
    }

    // MARK: Faults

    func freeze(for time: Engine.Time) {
        guard !isFrozen, !isDead else { return }
        engine.say("\(name) is frozen for \(time / 1000) ms")
        isFrozen = true
        for action in onFreeze { action() }
        engine.after(time) { self.thaw() }
    }

    private func thaw() {
        guard isFrozen else { return }
        engine.say("\(name) goes on")
        isFrozen = false
        let actions = onThaw
        onThaw = []
        for action in actions { action() }
    }

    /// Runs now, or when the process is awake again.
    func whenAwake(_ action: @escaping () -> Void) {
        if isFrozen { onThaw.append(action) } else { action() }
    }

    /// Dies at this point: nothing that its code still does has an effect.
    func kill() {
        guard !isDead else { return }
        engine.say("\(name) dies")
        isDead = true
        isFrozen = false
        onThaw = []
        for root in roots { root.cancel() }
        let broken = waits
        waits = [:]
        for wait in broken.sorted(by: { $0.key < $1.key }) { wait.value.fail(CancellationError()) }
        for action in onDeath { action() }
    }

    /// Asks it to end, as SIGTERM does.
    func terminate() {
        engine.say("\(name) is asked to end")
        for root in roots { root.cancel() }
    }

    // MARK: Waiting

    /// Suspends the calling task until the wait is settled or the process dies.
    func wait<Value: Sendable>(_ begin: (Wait<Value>) -> Void) async throws -> Value {
        guard !isDead else { throw CancellationError() }
        waitsMade += 1
        let id = waitsMade
        return try await withUnsafeThrowingContinuation { continuation in
            let wait = Wait(continuation) { self.waits[id] = nil }
            waits[id] = wait
            begin(wait)
        }
    }

    /// A call over the network: it arrives after a while, and its answer comes after another; either may get lost.
    func call<Value: Sendable>(_ what: StaticString, _ apply: @escaping () throws -> Value) async throws -> Value {
        let engine = engine
        engine.note("\(name) calls \(what)")
        let isUnreachable = engine.fault(15)
        let isAnswerLost = engine.fault(15)
        return try await wait { wait in
            engine.after(latency()) {
                if isUnreachable {
                    engine.say("\(self.name): \(what) does not arrive")
                    return wait.fail(DatabaseError.lost)
                }
                guard !self.isDead || engine.chance(50) else { return }
                let result = Result { try apply() }
                if case .failure(let error) = result { engine.say("\(self.name): \(what) fails: \(error)") }
                engine.after(self.latency()) {
                    if isAnswerLost { wait.fail(DatabaseError.lost) } else { wait.settle(result) }
                }
            }
        }
    }

    func latency() -> Engine.Time {
        engine.fault(10) ? engine.between(100_000, 9_000_000) : engine.between(100, 5000)
    }

    // MARK: RuntimeTime

    var elapsed: Duration { .microseconds(engine.now) }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        let (seconds, attoseconds) = duration.components
        let time = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let sleeper = Sleeper()
        try await withTaskCancellationHandler {
            try await wait { (wait: Wait<Void>) in
                sleeper.wait = wait
                if Task.isCancelled { return wait.fail(CancellationError()) }
                engine.after(time) { wait.settle(.success(())) }
            }
        } onCancel: {
            sleeper.wait?.fail(CancellationError())
        }
    }

    func random(in range: ClosedRange<Int64>) -> Int64 { engine.between(range.lowerBound, range.upperBound) }

    func cancelAtShutdown(_ body: @escaping @Sendable () async -> Void) async { await body() }

    func uncancelled(_ body: @escaping @Sendable () async -> Void) async {
        await Task(executorPreference: self) { await body() }.value
    }
}

private final class Sleeper: @unchecked Sendable {
    var wait: Wait<Void>?
}

private protocol Failable {
    func fail(_ error: any Error)
}

/// A suspended task; settled once, later results are dropped.
final class Wait<Value: Sendable>: Failable {
    private var continuation: UnsafeContinuation<Value, any Error>?
    private let forget: () -> Void

    init(_ continuation: UnsafeContinuation<Value, any Error>, forget: @escaping () -> Void) {
        self.continuation = continuation
        self.forget = forget
    }

    func settle(_ result: Result<Value, any Error>) {
        guard let continuation else { return }
        self.continuation = nil
        forget()
        continuation.resume(with: result)
    }

    func fail(_ error: any Error) { settle(.failure(error)) }
}

extension DatabaseError {
    static let lost = DatabaseError(kind: .connection, sqlState: "08006", message: "the connection broke")
    static let deadlock = DatabaseError(kind: .server, sqlState: "40P01", message: "deadlock detected")
}
