import Messages
import Vocabulary

/// A request to publish again, under way: it goes on slice by slice while new messages are published between them.
///
/// It is through when it has reached the end of what is published; new messages of the partition that went out in the
/// meantime go out again behind the older ones, so that a consumer that waits for the older ones gets all in order.
struct ReplayJob: Sendable {
    let task: ReplayTask
    /// No further slice before that time.
    var notBefore: Duration = .zero
    private(set) var published: Int64 = 0
    /// The number that is due next.
    private(set) var expected: Int64
    private var windows: [PublishedWindow] = []
    private var place: RowPlace?
    private var nextTick: Int64?
    private var caseMessages: [NumberedRow]?
    private var countedTick: Int64?
    /// The number of the row that is read next.
    private var number: Int64 = 1

    init(_ task: ReplayTask) {
        self.task = task
        expected = task.fromSequence
    }

    /// What to send next.
    struct Slice: Sendable {
        enum Item: Sendable {
            case row(NumberedRow)
            /// Numbers that will never come.
            case lost(from: Int64, through: Int64)
        }

        var items: [Item] = []
        var isLast = false
    }

    /// Reads the next slice.
    ///
    /// - Parameter end: the number that the partition's next new message will have.
    mutating func next(
        from store: any RelayStorage,
        through end: Int64,
        within budget: SliceBudget
    ) async throws -> Slice {
        if task.correlationID != nil { return try await nextOfCase(from: store, within: budget) }
        if windows.isEmpty { try await readWindows(from: store) }
        guard !windows.isEmpty else { return rest(before: end) }
        let read = try await store.rows(
            of: windows.map(\.window),
            after: place,
            only: task.partition,
            within: budget
        )
        var slice = Slice()
        for row in read.rows { add(row, to: &slice) }
        place = read.rows.last?.place ?? place
        if read.isLast { windows = [] }
        return slice
    }

    /// Notes what was sent.
    mutating func note(_ count: Int) {
        published += Int64(count)
    }

    private mutating func readWindows(from store: any RelayStorage) async throws {
        let first =
            if let nextTick { nextTick } else {
                try await store.tick(holding: task.partition, sequence: task.fromSequence)
            }
        windows = try await store.windows(touching: task.partition, from: first, limit: 100)
        place = nil
        if let last = windows.last { nextTick = last.window.tick + 1 }
    }

    /// A window's own first number counts: after a restored backup there may be a stretch between two windows.
    private mutating func add(_ row: RelayRow, to slice: inout Slice) {
        if row.tick != countedTick, let window = windows.first(where: { $0.window.tick == row.tick }) {
            countedTick = row.tick
            number = window.starts[task.partition] ?? number
        }
        defer { number += 1 }
        guard number >= expected else { return }
        if number > expected { slice.items.append(.lost(from: expected, through: number - 1)) }
        slice.items.append(.row(NumberedRow(row: row, sequence: number)))
        expected = number + 1
    }

    private mutating func rest(before end: Int64) -> Slice {
        var slice = Slice(isLast: true)
        if expected < end { slice.items.append(.lost(from: expected, through: end - 1)) }
        expected = max(expected, end)
        return slice
    }

    private mutating func nextOfCase(from store: any RelayStorage, within budget: SliceBudget) async throws -> Slice {
        var rest = caseMessages ?? []
        if caseMessages == nil { rest = try await store.messages(of: task) }
        let chosen = rest.prefix(budget.rows)
        caseMessages = Array(rest.dropFirst(chosen.count))
        return Slice(items: chosen.map { .row($0) }, isLast: chosen.count == rest.count)
    }
}
