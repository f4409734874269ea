import Messages
import Vocabulary

@testable import Messaging

/// What the listening service does with messages: it lists the numbers of each key, and sets and cancels deadlines.
///
/// `@unchecked Sendable`: used on the schedule's one thread.
final class Handlers: @unchecked Sendable {
    private let engine: Engine
    private let hasBadMessages: Bool
    private let hasTimers: Bool
    private var known: [String: ReceivedMessage.Content] = [:]
    private lazy var reader = MessageReader([.deadlines(["tick": Deadline(engine: engine)])])

    init(engine: Engine, hasBadMessages: Bool, hasTimers: Bool) {
        self.engine = engine
        self.hasBadMessages = hasBadMessages
        self.hasTimers = hasTimers
    }

    /// A message read once is the same each time it comes.
    func read(_ record: IncomingRecord) -> ReceivedMessage {
        let sequence = record.headers.first { $0.name == HeaderName.sequence }?.value ?? []
        let name = "\(record.topicPartition)#\(String(decoding: sequence, as: UTF8.self))"
        let content = known[name] ?? content(of: record)
        known[name] = content
        return ReceivedMessage(record: record, content: content)
    }

    private func content(of record: IncomingRecord) -> ReceivedMessage.Content {
        guard record.topic == Writers.topic, let event = try? CloudEvent(record) else {
            return reader.read(record).content
        }
        let parts = String(decoding: event.body, as: UTF8.self).split(separator: ":").map(String.init)
        let (key, number) = (parts[0], Int(parts[1]) ?? 0)
        let message = PreparedMessage(needs: Needs(SimulatedList.self, [key])) { [self] work in
            if hasBadMessages, Self.isEarly(key, number), engine.now < engine.calmFrom {
                throw HandlingFailure.retry("not yet")
            }
            var list = work[SimulatedList.self, key] ?? SimulatedList()
            list.entries.append(String(number))
            work[SimulatedList.self, key] = list
            if hasTimers { Self.setTimers(key, number, &work) }
        }
        return .message(event, CaseCancelledV1.contract, message)
    }

    private static func isEarly(_ key: String, _ number: Int) -> Bool { (key.utf8.count + number) % 5 == 0 }

    /// A row that the table refuses until the schedule is calm: it fails the whole batch.
    func refuses(_ key: String, _ list: SimulatedList) -> Bool {
        hasBadMessages && engine.now < engine.calmFrom && list.entries.contains("3") && key == "k1"
    }

    // MARK: Deadlines

    /// What the message of a number does to its key's deadline; `nil` for nothing.
    static func order(_ number: Int) -> TimerRecord.State? {
        switch number % 4 {
        case 1, 2: .pending
        case 3: .cancelled
        default: nil
        }
    }

    private static func setTimers(_ key: String, _ number: Int, _ work: inout Workspace) {
        switch order(number) {
        case .pending:
            let due = work.now + .milliseconds(number * 700 % 3000)
            work.schedule("tick", for: key, at: due, payload: ["number": .integer(Int64(number))])
        case .cancelled: work.cancel("tick", for: key)
        case .fired, nil: return
        }
    }

    /// The number whose deadline counts after so many messages; `nil` when none does.
    static func current(after count: Int) -> Int? {
        let last = (1...max(1, count)).last { $0 <= count && order($0) != nil }
        return last.flatMap { order($0) == .pending ? $0 : nil }
    }

    private struct Deadline: DeadlineHandler, @unchecked Sendable {
        let engine: Engine

        func needs(_ deadline: DeadlineFiredV1) -> Needs {
            Needs(SimulatedList.self, [deadline.owner, "timer/\(deadline.owner)"])
        }

        func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
            guard case .integer(let number) = deadline.payload?["number"] else { return }
            let count = work[SimulatedList.self, deadline.owner]?.entries.count ?? 0
            if Handlers.current(after: count) != Int(number) {
                engine.violated("\(deadline.owner): deadline \(number) has an effect after \(count) messages")
            }
            var list = work[SimulatedList.self, "timer/\(deadline.owner)"] ?? SimulatedList()
            list.entries.append(String(number))
            work[SimulatedList.self, "timer/\(deadline.owner)"] = list
        }
    }
}
