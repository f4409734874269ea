import Database
import Messages
import Synchronization
import TestKit
import Testing
import Vocabulary

@testable import Messaging

/// The relay's store in PostgreSQL and the simulation's model of it get the same random orders and must say the same.
@Suite("Relay store and its model", .serialized, .timeLimit(.minutes(3)))
struct RelayConformanceTests {
    @Test(
        "given the same random orders, when PostgreSQL and the model carry them out, then both answer the same",
        arguments: UInt64(1)...8
    )
    func agrees(seed: UInt64) async throws {
        var pair = try await StorePair(seed: seed)
        for _ in 0..<80 {
            try await pair.step()
            #expect(pair.difference == nil, "seed \(seed): \(pair.orders.suffix(12))")
            if pair.difference != nil { return }
        }
        try await pair.end()
    }
}

/// Both stores, with two owners each, and what they hold at the moment.
private struct StorePair {
    private static let partitions = (0..<3).map { TopicPartition(topic: Writers.topic, partition: $0) }

    private var random: SeededRandom
    private let pool: ConnectionPool
    private let real: [RelayStore]
    private let host: ModelHost
    private var leases: [[LaneLease]] = [[], []]
    private var windows: [[PublishedWindow]] = [[], []]
    private var modelWindows: [[PublishedWindow]] = [[], []]
    private var progress: [TopicPartition: PartitionProgress] = [:]
    private var open: [OpenTransaction] = []
    private var rowsMade = 0
    private(set) var orders: [String] = []
    private(set) var difference: String?

    init(seed: UInt64) async throws {
        random = SeededRandom(seed: seed)
        let database = try await TestDatabase.make(
            schema: "intake",
            groups: [(component: MessagingMigrations.component, migrations: MessagingMigrations.all)],
            poolSize: 8
        )
        pool = database.pool
        real = ["a", "b"].map { [pool] in RelayStore(service: .intake, pool: pool, owner: $0) }
        host = ModelHost(owners: ["a", "b"])
    }

    private mutating func number(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }

    /// One random order.
    mutating func step() async throws {
        let owner = number(2)
        switch number(14) {
        case 0, 1: try await begin()
        case 2, 3: try await endOne()
        case 4: try await acquire(owner)
        case 5: try await lease(owner)
        case 6, 7, 8: try await advance(owner)
        case 9: try await expire(number(4))
        case 10: try await replay(owner)
        case 11: try await look(owner)
        case 12: try await broker(owner)
        default: try await block(owner)
        }
    }

    /// Ends what is open, so that the pool can close.
    mutating func end() async throws {
        while !open.isEmpty { try await endOne() }
        await pool.shutdown()
    }

    private mutating func compare(
        _ order: String,
        _ real: () async throws -> String,
        _ model: @escaping @Sendable () async throws -> String
    ) async {
        let expected = await Self.text(real)
        let answer = await host.run { await Self.text(model) }
        orders.append("\(order): \(expected)\(answer == expected ? "" : ", the model: \(answer)")")
        if answer != expected { difference = orders.last }
    }

    private static func text(_ body: () async throws -> String) async -> String {
        do { return try await body() } catch is LeaseLost { return "lease lost" } catch { return "\(error)" }
    }

    // MARK: Writers

    private mutating func begin() async throws {
        guard open.count < 4 else { return try await endOne() }
        let rows = (0...number(3)).map { _ in
            rowsMade += 1
            return (label: "row-\(rowsMade)", partition: Self.partitions[number(3)])
        }
        open.append(try await OpenTransaction(rows, pool, host))
        orders.append("begin \(rows.map(\.label))")
    }

    private mutating func endOne() async throws {
        guard !open.isEmpty else { return }
        let commits = number(4) > 0
        try await open.remove(at: number(open.count)).end(commits: commits, host)
        orders.append(commits ? "commit" : "roll back")
    }

    // MARK: Leases

    private mutating func acquire(_ owner: Int) async throws {
        guard leases[owner].isEmpty else { return }
        let count = 1 + number(4)
        let (store, model) = (real[owner], host.stores[owner])
        let taken = try await store.acquire(atMost: count).sorted { $0.lane < $1.lane }
        leases[owner] = taken
        await compare("acquire \(owner)", { taken.text }, { try await model.acquire(atMost: count).text })
    }

    private mutating func lease(_ owner: Int) async throws {
        let (store, model, held) = (real[owner], host.stores[owner], leases[owner])
        if number(3) > 0 {
            await compare(
                "renew \(owner)",
                { "\(try await store.renew(held).sorted())" },
                { "\(try await model.renew(held).sorted())" }
            )
        } else {
            await compare(
                "release \(owner)",
                { "\(try await store.release(held))" },
                { "\(try await model.release(held))" }
            )
            drop(owner)
        }
    }

    private mutating func drop(_ owner: Int) {
        leases[owner] = []
        windows[owner] = []
        modelWindows[owner] = []
    }

    private mutating func expire(_ lane: Int) async throws {
        _ = try await pool.execute("update relay_lane set expires_at = '-infinity' where lane = \(Int16(lane))")
        host.outbox.lanes[lane].expires = .min
        orders.append("expire \(lane)")
    }

    // MARK: Windows

    private mutating func advance(_ owner: Int) async throws {
        let (store, model, held) = (real[owner], host.stores[owner], leases[owner])
        guard !held.isEmpty else { return try await acquire(owner) }
        let (closing, modelClosing, progress) = (windows[owner], modelWindows[owner], progress)
        drop(owner)
        var opened: [RelayWindow] = []
        let result = Mutex<[RelayWindow]>([])
        await compare(
            "advance \(owner) closing \(closing.map(\.window.place))",
            {
                opened = try await store.advance(held, closing: closing, progress: progress)
                return "\(opened.map(\.place))"
            },
            {
                let windows = try await model.advance(held, closing: modelClosing, progress: progress)
                result.withLock { $0 = windows }
                return "\(windows.map(\.place))"
            }
        )
        guard orders.last?.contains("lease lost") == false else { return }
        leases[owner] = held
        try await read(owner, opened, result.withLock { $0 })
    }

    /// Reads the windows to their end, in slices, and counts their rows as published.
    private mutating func read(_ owner: Int, _ opened: [RelayWindow], _ modelOpened: [RelayWindow]) async throws {
        let (store, model) = (real[owner], host.stores[owner])
        let budget = SliceBudget(rows: 1 + number(4), bytes: 1 << 20)
        let rows = try await Self.all(opened, from: store, budget)
        await compare(
            "rows",
            { rows.text },
            { try await Self.all(modelOpened, from: model, SliceBudget.live).text }
        )
        var starts: [String: [TopicPartition: Int64]] = [:]
        for row in rows {
            let next = progress[row.partition]?.next ?? 1
            if starts["\(row.lane)/\(row.tick)"]?[row.partition] == nil {
                starts["\(row.lane)/\(row.tick)", default: [:]][row.partition] = next
            }
            progress[row.partition] = PartitionProgress(next: next + 1, mark: LogMark(offset: next, id: "id-\(next)"))
        }
        windows[owner] = opened.map { PublishedWindow(window: $0, starts: starts["\($0.lane)/\($0.tick)"] ?? [:]) }
        modelWindows[owner] = modelOpened.map {
            PublishedWindow(window: $0, starts: starts["\($0.lane)/\($0.tick)"] ?? [:])
        }
    }

    private static func all(
        _ windows: [RelayWindow],
        from store: any RelayStorage,
        _ budget: SliceBudget
    ) async throws -> [RelayRow] {
        var rows: [RelayRow] = []
        while !windows.isEmpty {
            let slice = try await store.rows(of: windows, after: rows.last?.place, only: nil, within: budget)
            rows += slice.rows
            if slice.isLast { break }
        }
        return rows
    }

    // MARK: Publishing again

    private mutating func replay(_ owner: Int) async throws {
        let (partition, sequence) = (Self.partitions[number(3)], Int64(1 + number(9)))
        let (store, model) = (real[owner], host.stores[owner])
        // What is noted behind it is not answered by it.
        let task = try await store.openReplays(of: [0, 1, 2, 3]).first
        await compare(
            "note loss in \(partition) from \(sequence)",
            { "\(try await store.noteLoss(in: partition, from: sequence))" },
            { "\(try await model.noteLoss(in: partition, from: sequence))" }
        )
        guard number(2) == 0, let task else { return }
        await compare(
            "finish \(task)",
            { "\(try await store.finish(task, published: 1, mark: LogMark(offset: 7, id: "x")))" },
            { "\(try await model.finish(task, published: 1, mark: LogMark(offset: 7, id: "x")))" }
        )
    }

    private mutating func look(_ owner: Int) async throws {
        let (store, model, lanes) = (real[owner], host.stores[owner], [Int16(number(4)), Int16(number(4))])
        let (partition, sequence) = (Self.partitions[number(3)], Int64(1 + number(9)))
        await compare(
            "replays",
            { try await store.openReplays(of: lanes).text },
            { try await model.openReplays(of: lanes).text }
        )
        await compare(
            "progress",
            { try await store.progress(of: lanes).text },
            { try await model.progress(of: lanes).text }
        )
        await compare(
            "tick of \(partition) \(sequence)",
            { "\(try await store.tick(holding: partition, sequence: sequence))" },
            { "\(try await model.tick(holding: partition, sequence: sequence))" }
        )
        await compare(
            "windows of \(partition)",
            { try await store.windows(touching: partition, from: sequence, limit: 3).text },
            { try await model.windows(touching: partition, from: sequence, limit: 3).text }
        )
    }

    // MARK: Broker

    private mutating func broker(_ owner: Int) async throws {
        let (store, model, lane, isEmptied) = (real[owner], host.stores[owner], Int16(number(4)), number(2) == 0)
        await compare(
            "adopt for \(lane), emptied: \(isEmptied)",
            { "\(try await store.adopt(clusterID: "c", for: lane, isEmptied: isEmptied))" },
            { "\(try await model.adopt(clusterID: "c", for: lane, isEmptied: isEmptied))" }
        )
        await compare(
            "clusters",
            { "\(try await store.clusterIDs(of: [0, 1, 2, 3]).keys.sorted())" },
            { "\(try await model.clusterIDs(of: [0, 1, 2, 3]).keys.sorted())" }
        )
    }

    private mutating func block(_ owner: Int) async throws {
        let (store, model, held) = (real[owner], host.stores[owner], leases[owner])
        let (partition, sequence) = (Self.partitions[number(3)], Int64(1 + number(9)))
        if number(2) == 0 {
            await compare(
                "block \(partition) from \(sequence)",
                { "\(try await store.block(partition, from: sequence, reason: "gone"))" },
                { "\(try await model.block(partition, from: sequence, reason: "gone"))" }
            )
        } else {
            await compare(
                "unblock \(partition)",
                { "\(try await store.unblock(partition, held))" },
                { "\(try await model.unblock(partition, held))" }
            )
        }
        await compare(
            "blocked",
            { "\(try await store.blockedPartitions(of: [0, 1, 2, 3]).sorted { $0.key < $1.key })" },
            { "\(try await model.blockedPartitions(of: [0, 1, 2, 3]).sorted { $0.key < $1.key })" }
        )
    }
}
