import Database
import Foundation
import Messages
import Messaging

/// `aftercare replay`: shows what would go out again, asks for it, and follows it to its end.
package struct ReplayRun: Sendable {
    private let access: RecoveryAccess
    private let service: ServiceName

    package init(_ access: RecoveryAccess, service: ServiceName) {
        self.access = access
        self.service = service
    }

    /// What the command says at its end, for machines.
    package struct Result: Codable, Sendable {
        package let service: String
        package let stretches: [ReplayPlan.Stretch]
        package let messages: Int64
        package var published: Int64 = 0
        package var isDone = false
        package var hindrance: String?
    }

    /// - Parameter patience: how long a request may stand still before the command ends without it.
    package func run(
        _ scope: ReplayPlan.Scope,
        topic: String?,
        rate: Int?,
        isTrial: Bool,
        patience: Duration = .seconds(30),
        show: (_ fraction: Double, _ detail: String) -> Void = { _, _ in }
    ) async throws -> Result {
        guard let pool = try await access.pool(of: service) else {
            throw OperatorError("The schema \(service.rawValue) is not there or not up to date: run its `migrate`.")
        }
        do {
            let result = try await run(scope, topic, rate, isTrial, patience, show, pool)
            await pool.shutdown()
            return result
        } catch {
            await pool.shutdown()
            throw error
        }
    }

    private func run(
        _ scope: ReplayPlan.Scope,
        _ topic: String?,
        _ rate: Int?,
        _ isTrial: Bool,
        _ patience: Duration,
        _ show: (Double, String) -> Void,
        _ pool: ConnectionPool
    ) async throws -> Result {
        let plan = try await ReplayPlan(scope, topic: topic, pool: pool)
        var result = Result(service: service.rawValue, stretches: plan.stretches, messages: plan.messages)
        guard !isTrial, !plan.stretches.isEmpty else {
            result.isDone = plan.stretches.isEmpty
            return result
        }
        let requests = try await plan.request(rate: rate)
        var last = ReplayPlan.Progress(open: requests.count, published: 0)
        var moved = ContinuousClock.now
        while last.open > 0 {
            try await Task.sleep(for: .milliseconds(250))
            let progress = try await plan.progress(of: requests)
            if progress != last { moved = .now }
            last = progress
            show(Double(progress.published) / Double(max(1, plan.messages)), "\(progress.published) messages")
            guard moved.duration(to: .now) > patience else { continue }
            result.hindrance = try await ReplayPlan.hindrance(in: pool) ?? "nothing has moved for \(patience)"
            break
        }
        result.published = last.published
        result.isDone = last.open == 0
        return result
    }
}

extension ReplayRun.Result {
    /// For the person at the terminal.
    package func text(isTrial: Bool) -> String {
        guard !stretches.isEmpty else { return "\(service) has published nothing of that; nothing to do." }
        var table = TextTable("topic", "partition", "from number", "to", "messages")
        for stretch in stretches {
            table.add(
                stretch.topic,
                String(stretch.partition),
                String(stretch.from),
                String(stretch.through),
                String(stretch.messages)
            )
        }
        var lines = [table.text, ""]
        if isTrial {
            lines.append("\(messages) messages would go out again, with the ids and numbers they had.")
        } else if isDone {
            lines.append("\(published) messages went out again; who had them drops them. 重发完成。")
        } else {
            lines.append("Not done: \(published) of \(messages) messages went out; \(hindrance ?? "").")
        }
        return lines.joined(separator: "\n")
    }
}
