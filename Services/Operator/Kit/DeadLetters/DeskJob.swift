import Messages
import Messaging
import Vocabulary

/// One change, made to several items one after the other, each in a transaction of its own.
package struct DeskJob: Sendable {
    package struct Report: Sendable {
        package var done = 0
        package var refused = 0
    }

    package let ids: [DeskID]
    /// Items in a second; `nil` sets no limit.
    package let rate: Double?

    package init(ids: [DeskID], rate: Double? = nil) {
        self.ids = ids
        self.rate = rate
    }

    /// Everything that a filter finds; of a lane only the first that it finds when the change concerns whole lanes.
    package static func ids(
        _ access: DeskAccess,
        _ filter: DeskFilter,
        wholeLanes: Bool,
        limit: Int
    ) async throws -> [DeskID] {
        var ids: [DeskID] = []
        for desk in access.desks {
            let items = try await desk.list(filter, limit: limit + 1)
            var lanes: Set<String> = []
            ids += items.filter { item in
                !wholeLanes || item.state == .letter || lanes.insert(item.key ?? "").inserted
            }.map(\.id)
        }
        return Array(ids.prefix(limit))
    }

    /// - Parameter say: told of every item.
    package func run(
        _ access: DeskAccess,
        say: (String) -> Void,
        change: (ParkingDesk, DeskID) async throws -> String
    ) async throws -> Report {
        var report = Report()
        let start = ContinuousClock.now
        for (index, id) in ids.enumerated() {
            if let rate, index > 0 {
                try await Task.sleep(until: start + .seconds(Double(index) / rate), clock: .continuous)
            }
            do {
                say("\(id): \(try await change(try access.desk(of: id), id))")
                report.done += 1
            } catch let error as DeskError {
                say("\(id): refused. \(error)")
                report.refused += 1
            }
        }
        return report
    }
}
