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
    func run(_ name: String, _ arguments: [String], log: String) throws {
        let process = Process()
        let command = ["\(folder)/\(name)"] + arguments
        if geteuid() == 0 {
            process.executableURL = URL(fileURLWithPath: "/usr/sbin/runuser")
            process.arguments = ["-u", "postgres", "--"] + command
        } else {
            process.executableURL = URL(fileURLWithPath: command[0])
            process.arguments = arguments
        }
        // The server keeps what it inherits open, so a pipe would never end.
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let tail = (try? String(contentsOfFile: log, encoding: .utf8))?.suffix(500) ?? ""
            throw PostgresClusterError(description: "\(name) failed (\(process.terminationStatus)): \(tail)")
        }
    }
}
