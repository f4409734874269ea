import Foundation

/// A process that cannot be confused with a later one of the same number.
package struct ProcessIdentity: Equatable, Sendable, Codable {
    package let pid: Int32
    /// Clock ticks after boot at which it began (`/proc/PID/stat`, field 22).
    package let startTicks: UInt64

    package init(pid: Int32, startTicks: UInt64) {
        self.pid = pid
        self.startTicks = startTicks
    }

    /// The process that runs under this number now; `nil` when there is none or only its remains (a zombie).
    package init?(running pid: Int32) {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let parsed = Self.parse(stat: stat), parsed.state != "Z", parsed.state != "X"
        else { return nil }
        self.init(pid: pid, startTicks: parsed.startTicks)
    }

    /// Whether only the remains of a process are left, which nobody has collected.
    static func isZombie(_ pid: Int32) -> Bool {
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        return stat.flatMap(parse)?.state == "Z"
    }

    package var isAlive: Bool { ProcessIdentity(running: pid) == self }

    /// Sends the signal unless the process has ended (then its number may belong to somebody else).
    package func send(_ signal: Int32) {
        if isAlive { kill(pid, signal) }
    }

    /// Waits for the end; `false` when the process outlives the limit.
    package func waitForEnd(within limit: Duration) async throws -> Bool {
        let end = ContinuousClock.now + limit
        while isAlive {
            var status: Int32 = 0
            waitpid(pid, &status, WNOHANG)
            guard ContinuousClock.now < end else { return false }
            try await Task.sleep(for: .milliseconds(50))
        }
        return true
    }

    /// The name stands in parentheses and may itself hold spaces and parentheses.
    static func parse(stat: String) -> (state: String, startTicks: UInt64)? {
        guard let close = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: close)...].split(whereSeparator: \.isWhitespace)
        guard fields.count > 19, let ticks = UInt64(fields[19]) else { return nil }
        return (String(fields[0]), ticks)
    }

    // MARK: pid files

    /// Two lines: the process id, so that `kill $(head -1 file)` works, and the start.
    package func write(to path: String) throws {
        try StateDirectory.write("\(pid)\n\(startTicks)\n", to: path)
    }

    /// What the file names, running or not.
    package init?(file path: String) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count >= 2, let pid = Int32(lines[0]), let ticks = UInt64(lines[1]) else { return nil }
        self.init(pid: pid, startTicks: ticks)
    }
}
