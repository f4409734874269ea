import Foundation
import OperatorKit

/// One process under test: started again whenever it dies, as an orchestrator would.
package actor Worker {
    package struct Ending: Sendable, Equatable {
        /// The signal that killed it; `nil` when it ended by itself.
        package let signal: Int32?
        package let code: Int32
    }

    package let name: String
    private let executable: String
    private let arguments: [String]
    private let environment: [String: String]
    private let directory: StateDirectory
    private var identity: ProcessIdentity?
    private var isWanted = false
    private var keeper: Task<Void, Never>?
    package private(set) var endings: [Ending] = []

    package init(
        _ name: String,
        _ executable: String,
        _ arguments: [String],
        environment: [String: String],
        directory: StateDirectory
    ) {
        self.name = name
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }

    package var log: String { directory.log(name) }
    package var pid: Int32? { identity?.pid }

    /// Starts it and keeps it running; failpoints count for its first life only.
    package func start(failpoints: String = "") throws {
        isWanted = true
        try launch(failpoints)
        keeper = keeper ?? Task { await self.keep() }
    }

    /// Ends it at once and starts it with failpoints.
    package func restart(failpoints: String) async throws {
        isWanted = false
        signal(SIGKILL)
        try await waitForEnd()
        try start(failpoints: failpoints)
    }

    package func signal(_ number: Int32) {
        identity?.send(number)
    }

    package func limitDescriptors(to count: Int) async throws {
        guard let pid = identity?.pid else { return }
        try await ChildProcess.run("/usr/bin/prlimit", ["--pid", "\(pid)", "--nofile=\(count)"])
    }

    /// Open descriptors and resident memory in MiB; `nil` when it does not run.
    package var size: (descriptors: Int, mebibytes: Int)? {
        guard let pid = identity?.pid, let facts = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
        else { return nil }
        let line = facts.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kibibytes = line.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
        return (files.count, kibibytes / 1024)
    }

    /// Ends it for good.
    ///
    /// - Returns: how long it took and how it ended.
    @discardableResult
    package func stop(with number: Int32) async throws -> (Duration, Ending?) {
        isWanted = false
        let start = ContinuousClock.now
        let before = endings.count
        signal(SIGCONT)
        signal(number)
        try await waitForEnd()
        return (start.duration(to: .now), endings.count > before ? endings.last : nil)
    }

    private func waitForEnd() async throws {
        let end = ContinuousClock.now + .seconds(60)
        while identity != nil {
            reap()
            guard ContinuousClock.now < end else { throw StandFailure("\(name) does not end; see \(log)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func launch(_ failpoints: String) throws {
        var environment = environment
        if !failpoints.isEmpty { environment["AFTERCARE_FAILPOINTS"] = failpoints }
        let identity = try ChildProcess.start(executable, arguments: arguments, environment: environment, log: log)
        try identity.write(to: directory.pidFile(name))
        self.identity = identity
    }

    private func keep() async {
        while !Task.isCancelled {
            reap()
            if isWanted, identity == nil { try? launch("") }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private func reap() {
        guard let pid = identity?.pid else { return }
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return }
        identity = nil
        let number = status & 0x7F
        endings.append(Ending(signal: number == 0 ? nil : number, code: (status >> 8) & 0xFF))
    }
}
