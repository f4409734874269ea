import Messages
import Messaging
import Vocabulary

/// The audit lines of several services for the terminal.
package enum DeskAudit {
    package static func table(_ access: DeskAccess, limit: Int) async throws -> String {
        var table = TextTable("service", "no.", "when", "who", "what", "target", "before", "after", "reason")
        var count = 0
        for desk in access.desks {
            for line in try await desk.auditLines(limit: limit) {
                let (before, after) = (line.beforeDigest?.prefix(8) ?? "", line.afterDigest?.prefix(8) ?? "")
                table.add(
                    desk.service.rawValue,
                    String(line.number),
                    String(line.at.description.prefix(19)),
                    line.operator,
                    line.action,
                    line.target,
                    String(before),
                    String(after),
                    line.reason
                )
                count += 1
            }
        }
        return count == 0 ? "Nobody has changed anything yet." : table.text
    }

    /// - Returns: the state of each chain, and whether all are whole.
    package static func verify(_ access: DeskAccess) async throws -> (text: String, isWhole: Bool) {
        var table = TextTable("service", "lines", "chain", "digest of the last line")
        var isWhole = true
        for desk in access.desks {
            let state = try await desk.verifyAudit()
            if state.firstBroken != nil { isWhole = false }
            let verdict = state.firstBroken.map { "BROKEN at line \($0)" } ?? "whole"
            table.add(desk.service.rawValue, String(state.lines), verdict, state.head)
        }
        let hint =
            isWhole
            ? "Keep the digests of the last lines elsewhere: they also show when last lines are taken away."
            : "A line was changed or taken away by somebody with the rights of the tables' owner."
        return ("\(table.text)\n\n\(hint)", isWhole)
    }
}
