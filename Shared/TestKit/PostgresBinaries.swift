import Foundation
import Glibc

/// The installed server programs.
struct PostgresBinaries {
    private let folder: String

    /// The newest below `/usr/lib/postgresql` (Debian), else those on the path.
    static func find() throws -> PostgresBinaries {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let installed = versions.compactMap { Int($0) }.sorted(by: >).map { "\(root)/\($0)/bin" }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates = installed + path.split(separator: ":").map { String($0) }
        let folder = candidates.first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
        guard let folder else {
            throw PostgresClusterError(description: "PostgreSQL is not installed: apt-get install postgresql")
        }
        return PostgresBinaries(folder: folder)
    }

    /// Runs one program to its end; as user `postgres` when we are root, which PostgreSQL refuses.
    ///
    /// Not by Foundation's `Process`: it waits until every descendant is gone, and the server stays.
    func run(_ name: String, _ arguments: [String], log: String) throws {
        let user = geteuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--"] : []
        let command = user + ["\(folder)/\(name)"] + arguments
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0)
        }
        let words = command.map { strdup($0) }
        defer { for word in words { free(word) } }
        var child = pid_t()
        let failure = posix_spawn(&child, command[0], &files, nil, words + [nil], environ)
        guard failure == 0 else { throw PostgresClusterError(description: "cannot start \(name) (error \(failure))") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            let tail = (try? String(contentsOfFile: log, encoding: .utf8))?.suffix(500) ?? ""
            throw PostgresClusterError(description: "\(name) failed (status \(status)): \(tail)")
        }
    }
}
