import Logging
import Synchronization
import Testing

@testable import Database
@testable import TestKit

@Suite("ConnectionPool", .timeLimit(.minutes(2)))
struct PoolTests {
    private func makePool(
        size: Int,
        waitLimit: Duration = .seconds(30),
        waiterLimit: Int = 1024
    ) async throws
        -> ConnectionPool
    {
        let database = try await TestDatabase.make()
        let configuration = DatabaseConfiguration(
            url: database.url,
            role: nil,
            schema: "public",
            applicationName: "pool-test"
        )
        return ConnectionPool(
            configuration: configuration,
            size: size,
            waitLimit: waitLimit,
            waiterLimit: waiterLimit,
            logger: TestLog.quiet
        )
    }

    /// Keeps the only connection until the gate opens.
    private func hold(_ pool: ConnectionPool, until gate: Gate) async throws -> Task<Void, any Error> {
        let task = Task<Void, any Error> { try await pool.withConnection { _ in await gate.wait() } }
        try await eventually { pool.load == .init(open: 1, idle: 0, waiting: 0) }
        return task
    }

    @Test("given more callers than connections, when all work, then no more than the size are open")
    func bounded() async throws {
        let pool = try await makePool(size: 3)
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<60 {
                group.addTask { try await pool.query("select \(number) as n, pg_sleep(0.005)")[0].decode("n") }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 60 * 59 / 2)
        #expect(pool.load == .init(open: 3, idle: 3, waiting: 0))
        await pool.shutdown()
    }

    @Test("given no free connection, when the limit has passed, then the caller gets a retriable error")
    func exhausted() async throws {
        let pool = try await makePool(size: 1, waitLimit: .milliseconds(50))
        let gate = Gate()
        let holder = try await hold(pool, until: gate)
        let error = await #expect(throws: DatabaseError.self) { try await pool.query("select 1") }
        #expect(error?.kind == .poolExhausted)
        #expect(error?.isRetriable == true)
        gate.open()
        try await holder.value
        #expect(try await pool.query("select 1 as n").count == 1)
        await pool.shutdown()
    }

    @Test("given a full waiting line, when one more comes, then it is refused at once")
    func lineIsBounded() async throws {
        let pool = try await makePool(size: 1, waiterLimit: 1)
        let gate = Gate()
        let holder = try await hold(pool, until: gate)
        let waiter = Task { try await pool.query("select 1 as n").count }
        try await eventually { pool.load.waiting == 1 }
        let error = await #expect(throws: DatabaseError.self) { try await pool.query("select 1") }
        #expect(error?.kind == .poolExhausted)
        gate.open()
        try await holder.value
        #expect(try await waiter.value == 1)
        await pool.shutdown()
    }

    @Test("given several waiting callers, when the connection comes back, then they are served in order")
    func fair() async throws {
        let pool = try await makePool(size: 1)
        let gate = Gate()
        let holder = try await hold(pool, until: gate)
        let served = Served()
        var waiters: [Task<Void, any Error>] = []
        for number in 0..<10 {
            waiters.append(Task { try await pool.withConnection { _ in served.add(number) } })
            try await eventually { pool.load.waiting == number + 1 }
        }
        gate.open()
        try await holder.value
        for waiter in waiters { try await waiter.value }
        #expect(served.numbers == Array(0..<10))
        await pool.shutdown()
    }

    @Test("given a waiting caller, when its task is cancelled, then it leaves the line at once")
    func cancelledWait() async throws {
        let pool = try await makePool(size: 1)
        let gate = Gate()
        let holder = try await hold(pool, until: gate)
        let waiter = Task { try await pool.query("select 1") }
        try await eventually { pool.load.waiting == 1 }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(pool.load.waiting == 0)
        gate.open()
        try await holder.value
        #expect(pool.load == .init(open: 1, idle: 1, waiting: 0))
        await pool.shutdown()
    }

    @Test("given a running statement, when its task is cancelled, then the server stops it and the next caller is fine")
    func cancelledStatement() async throws {
        let pool = try await makePool(size: 2)
        let sleeper = Task { try await pool.query("select pg_sleep(25)") }
        try await eventually {
            let rows = try await pool.query(
                "select pid from pg_stat_activity where query like 'select pg_sleep(25)%' and state = 'active'"
            )
            return rows.count == 1
        }
        let start = ContinuousClock.now
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(ContinuousClock.now - start < .seconds(5))
        try await eventually {
            try await pool.query("select pid from pg_stat_activity where query like 'select pg_sleep(25)%'").isEmpty
        }
        await pool.shutdown()
    }

    @Test("given a cancelled transaction, when it had written, then it is rolled back and the pool stays whole")
    func cancelledTransaction() async throws {
        let pool = try await makePool(size: 1)
        try await pool.execute("create table t (a bigint)")
        let written = Gate()
        let task = Task {
            try await pool.withTransaction { transaction in
                try await transaction.execute("insert into t (a) values (1)")
                written.open()
                try await transaction.execute("select pg_sleep(25)")
            }
        }
        await written.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await pool.query("select count(*) as n from t")[0].decode("n", as: Int.self) == 0)
        #expect(pool.load == .init(open: 1, idle: 1, waiting: 0))
        await pool.shutdown()
    }

    @Test("given many tasks that are cancelled at any moment, when all have ended, then no connection is lost")
    func cancellationStorm() async throws {
        let pool = try await makePool(size: 2)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let task = Task {
                        try await pool.withTransaction { try await $0.query("select pg_sleep(0.002)") }
                    }
                    try? await Task.sleep(for: .microseconds(number * 97 % 6000))
                    task.cancel()
                    _ = await task.result
                }
            }
        }
        let load = pool.load
        #expect(load.waiting == 0)
        #expect(load.open == load.idle)
        #expect(try await pool.query("select 1 as n").count == 1)
        await pool.shutdown()
        #expect(pool.load == .init(open: 0, idle: 0, waiting: 0))
    }

    @Test("given a shut down pool, when it is asked, then it says so; waiting callers hear it too")
    func shutDown() async throws {
        let pool = try await makePool(size: 1)
        let gate = Gate()
        let holder = try await hold(pool, until: gate)
        let waiter = Task { try await pool.query("select 1") }
        try await eventually { pool.load.waiting == 1 }
        await pool.shutdown()
        let error = await #expect(throws: DatabaseError.self) { try await waiter.value }
        #expect(error?.kind == .poolClosed)
        await #expect(throws: DatabaseError.poolClosed) { try await pool.query("select 1") }
        gate.open()
        try await holder.value
        #expect(pool.load == .init(open: 0, idle: 0, waiting: 0))
    }

    @Test("given a pool that runs as a service, when the task is cancelled, then it closes")
    func service() async throws {
        let pool = try await makePool(size: 1)
        _ = try await pool.query("select 1")
        let service = Task { try await pool.run() }
        service.cancel()
        try await service.value
        await #expect(throws: DatabaseError.poolClosed) { try await pool.query("select 1") }
    }
}

/// Holds tasks back until it is opened.
private final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

private final class Served: Sendable {
    private let list = Mutex<[Int]>([])
    var numbers: [Int] { list.withLock { $0 } }
    func add(_ number: Int) { list.withLock { $0.append(number) } }
}
