import Crypto
import Messages
import Synchronization
import Vocabulary

/// Plays technicians, clerks and customers over HTTP until every case has ended.
///
/// It looks only at what the lists show, so it can be stopped and started again at any time, and so can the services.
final class DemoPlayer: Sendable {
    private struct State {
        var agenda = DemoAgenda()
        var commands: [CommandID] = []
        /// Of the last attempt at each thing.
        var commandsOfSubject: [String: [CommandID]] = [:]
        var counts: [String: Int] = [:]
        var closed = 0
        var refusals: [String: Int] = [:]
    }

    private static let concurrency = 24
    private static let mostPages = 25
    /// Tasks of one list in one round, so that no list waits long for its turn.
    private static let mostTasks = 200

    private let gateway: GatewayClient
    private let records: DemoRecords
    private let state = Mutex(State())

    init(gateway: GatewayClient, records: DemoRecords) {
        self.gateway = gateway
        self.records = records
    }

    /// How often each act was sent, by name.
    var counts: [String: Int] { state.withLock { $0.counts } }
    /// Commands that the gateway refused at the door, by reason.
    var refusals: [String: Int] { state.withLock { $0.refusals } }
    var commands: [CommandID] { state.withLock { $0.commands } }
    var stuck: [String] { state.withLock { $0.agenda.stuck } }

    // MARK: preparation

    /// Sends commands that do not depend on each other and waits until they have ended.
    func prepare(_ acts: [DemoAct]) async throws {
        let known = Set(commands)
        try await withThrowingDiscardingTaskGroup { group in
            let lanes = Self.concurrency
            for lane in 0..<lanes {
                group.addTask {
                    for index in stride(from: lane, to: acts.count, by: lanes) {
                        try await self.send(acts[index], key: "prepare/\(acts[index].name)")
                    }
                }
            }
        }
        try await waitForOutcomes(of: commands.filter { !known.contains($0) })
    }

    private func waitForOutcomes(of ids: [CommandID]) async throws {
        let end = ContinuousClock.now + GatewayClient.patience
        var open = ids
        while !open.isEmpty, .now < end {
            let batch = Array(open.prefix(500))
            let ended = Set(try await gateway.outcomes(of: batch).map(\.id))
            open.removeAll(where: ended.contains)
            if ended.isEmpty { try await Task.sleep(for: .milliseconds(200)) }
        }
    }

    // MARK: play

    /// Goes round the lists once and does what is to be done; returns how many chains were begun.
    func round() async throws -> Int {
        var tasks: [(task: DemoTask, attempt: Int)] = []
        for list in DemoScript.lists {
            var cursor: String?
            let limit = tasks.count + Self.mostTasks
            for _ in 0..<Self.mostPages {
                let page = try await gateway.page(of: list.collection, query: list.query, cursor: cursor)
                for item in page.items where tasks.count < limit {
                    if let begun = await begin(item, in: list.collection) { tasks.append(begun) }
                }
                cursor = page.nextCursor
                if cursor == nil || tasks.count >= limit { break }
            }
        }
        try await perform(tasks)
        return tasks.count
    }

    private func begin(_ item: JSONValue, in collection: String) async -> (DemoTask, Int)? {
        guard let caseID = item["caseID"]?.stringValue else { return nil }
        let category = item["product"]?["category"]?.stringValue ?? "Misc"
        guard let plan = await records.plan(for: caseID, category: category),
            let task = DemoScript.task(for: item, in: collection, plan: plan)
        else { return nil }
        guard let attempt = state.withLock({ $0.agenda.begin(task, at: .now) }) else { return nil }
        guard attempt > 0, await !isWorthRepeating(task.subject, attempt) else { return (task, attempt) }
        state.withLock { $0.agenda.end(task.subject, at: .now) }
        return nil
    }

    /// A command never gets lost, so it is repeated only when it was rejected, or when nothing follows for very long.
    private func isWorthRepeating(_ subject: String, _ attempt: Int) async -> Bool {
        let ids = state.withLock { $0.commandsOfSubject[subject] ?? [] }
        guard let outcomes = try? await gateway.outcomes(of: ids), outcomes.count == ids.count else { return false }
        return outcomes.contains { $0.rejection != nil } || attempt % 8 == 0
    }

    private func perform(_ tasks: [(task: DemoTask, attempt: Int)]) async throws {
        let lanes = min(Self.concurrency, tasks.count)
        try await withThrowingDiscardingTaskGroup { group in
            for lane in 0..<lanes {
                group.addTask {
                    for index in stride(from: lane, to: tasks.count, by: lanes) {
                        let (task, attempt) = tasks[index]
                        self.state.withLock { $0.commandsOfSubject[task.subject] = [] }
                        for act in task.acts {
                            try await self.send(
                                act,
                                key: "\(task.subject)/\(task.phase)/\(act.name)/\(attempt)",
                                about: task.subject
                            )
                        }
                        self.state.withLock { $0.agenda.end(task.subject, at: .now) }
                    }
                }
            }
        }
    }

    /// The same act with the same key is one command, however often it is sent.
    private func send(_ act: DemoAct, key: String, about subject: String? = nil) async throws {
        let digest = Array(SHA256.hash(data: Array((key + act.body.text).utf8)))
        let name = "demo-" + UniqueID.version8(digest: digest).description
        do {
            let answer = try await gateway.post(act.path, act.body, as: act.role, idempotencyKey: name)
            let id = answer["id"]?.stringValue.flatMap { CommandID($0) }
            state.withLock { state in
                state.counts[act.countName, default: 0] += 1
                guard let id else { return }
                state.commands.append(id)
                if let subject { state.commandsOfSubject[subject, default: []].append(id) }
            }
        } catch let refused as GatewayClient.Refused {
            state.withLock { $0.refusals["\(act.countName): \(refused)", default: 0] += 1 }
        }
    }

    // MARK: the end

    /// Cases that the lists show as open; stops counting at the first page.
    func openCases() async throws -> Int {
        var count = 0
        for status in ["registered", "in-progress"] {
            count += try await gateway.page(of: "cases", query: "status=\(status)").items.count
        }
        return count
    }

    /// How many of these cases have ended, and how, by outcome.
    func ended(among wanted: Set<String>) async throws -> (count: Int, outcomes: [String: Int]) {
        var outcomes: [String: Int] = [:]
        var count = 0
        for status in ["closed", "cancelled"] {
            var cursor: String?
            repeat {
                let page = try await gateway.page(of: "cases", query: "status=\(status)", cursor: cursor)
                for item in page.items where item["id"]?.stringValue.map(wanted.contains) == true {
                    count += 1
                    outcomes[item["outcome"]?.stringValue ?? status, default: 0] += 1
                }
                cursor = page.nextCursor
            } while cursor != nil
        }
        return (count, outcomes)
    }
}

extension DemoAct {
    /// The act's kind: the name without what makes it unique.
    var countName: String {
        for kind in ["technician", "part", "stock"] where name.hasPrefix(kind + "-") { return kind }
        return name
    }
}
