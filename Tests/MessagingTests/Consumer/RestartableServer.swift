import Messaging

@testable import TestKit

/// A PostgreSQL server of one test that may be stopped and started.
final class RestartableServer: Sendable {
    private let directory: ServerDirectory
    private let binaries: PostgresBinaries

    /// Logs in as a superuser.
    var url: String { "postgresql:///postgres?host=\(directory.path)&user=postgres" }

    init() async throws {
        let binaries = try PostgresBinaries.find()
        let directory = try ServerDirectory.create(prefix: "aftercare-pg-")
        self.binaries = binaries
        self.directory = directory
        let arguments = ["-D", directory.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        try await onOwnThread { try binaries.run("initdb", arguments, log: directory.log) }
        try await start()
    }

    func start() async throws {
        let settings = [
            "listen_addresses=", "unix_socket_directories=\(directory.path)", "fsync=off", "shared_buffers=16MB",
        ]
        let options = settings.map { "-c \($0)" }.joined(separator: " ")
        try await control(["-o", options, "-w", "-t", "60", "start"])
    }

    /// As a crash would: nothing is written down, connections break.
    func stop() async throws {
        try await control(["-m", "immediate", "-w", "stop"])
    }

    func remove() {
        directory.remove()
    }

    private func control(_ arguments: [String]) async throws {
        let (binaries, directory) = (binaries, directory)
        try await onOwnThread {
            try binaries.run("pg_ctl", ["-D", directory.data, "-l", directory.log] + arguments, log: directory.log)
        }
    }
}
