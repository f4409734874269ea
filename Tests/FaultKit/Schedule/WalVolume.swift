import Database
import Foundation
import OperatorKit

/// The write-ahead log of a stand's PostgreSQL on a small volume of its own; needs root, for the mount.
struct WalVolume: Sendable {
    let stand: Stand

    static var isPossible: Bool { geteuid() == 0 }

    private static let parking = ".on-disk"
    private static let filler = "/filler"

    /// Moves the log to a volume with so much room left.
    func move(leaving mebibytes: Int) async throws {
        guard Self.isPossible, let folder = folder else { throw StandFailure("the log can be moved by root only") }
        try await stand.postgres.stop()
        let used = try await run("/usr/bin/du", ["-sm", folder]).split(whereSeparator: \.isWhitespace).first
        let size = (used.flatMap { Int($0) } ?? 64) + mebibytes
        try await run("/bin/mv", [folder, folder + Self.parking])
        try await run("/bin/mkdir", [folder])
        try await run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(size)m", "tmpfs", folder])
        try await run("/bin/cp", ["-a", folder + Self.parking + "/.", folder])
        try await run("/bin/chown", ["--reference", folder + Self.parking, folder])
        try await run("/bin/chmod", ["700", folder])
        _ = try await stand.postgres.start(port: stand.postgresPort)
    }

    /// Takes the room that is left and writes until the server gives up.
    func fill() async throws {
        guard let folder else { return }
        _ = try? await run("/bin/dd", ["if=/dev/zero", "of=\(folder)\(Self.filler)", "bs=1M"])
        let process = stand.postgres.process
        let configuration = DatabaseConfiguration(
            url: await stand.databaseURL,
            role: nil,
            schema: "public",
            applicationName: "faults"
        )
        let pool = ConnectionPool(configuration: configuration, size: 1, logger: stand.logger)
        for _ in 0..<20 where process?.isAlive == true {
            _ = try? await pool.query(
                "create table if not exists public.filling as select repeat('x', 900) as x from generate_series(1, 20000)"
            )
            _ = try? await pool.query("insert into public.filling select x from public.filling limit 20000")
            try await Task.sleep(for: .milliseconds(100))
        }
        await pool.shutdown()
    }

    /// Makes room and starts the server.
    func free() async throws {
        guard let home = try? String(contentsOfFile: stand.directory.path + "/postgres.home", encoding: .utf8) else {
            return
        }
        let folder = home.trimmingCharacters(in: .whitespacesAndNewlines) + "/data/pg_wal"
        try? FileManager.default.removeItem(atPath: folder + Self.filler)
        _ = try await stand.postgres.start(port: stand.postgresPort)
    }

    /// Puts the log back where it was, if it was moved.
    func restore() async throws {
        guard let folder, FileManager.default.fileExists(atPath: folder + Self.parking) else { return }
        try await stand.postgres.stop()
        try await run("/bin/cp", ["-a", folder + "/.", folder + ".new"])
        try await run("/bin/umount", [folder])
        try await run("/bin/rmdir", [folder])
        try await run("/bin/mv", [folder + ".new", folder])
        try await run("/bin/rm", ["-rf", folder + Self.parking])
        _ = try await stand.postgres.start(port: stand.postgresPort)
    }

    /// Every process of a server works in its data folder.
    private var folder: String? {
        stand.postgres.process.flatMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0.pid)/cwd")
        }
        .map { $0 + "/pg_wal" }
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        try await ChildProcess.run(program, arguments)
    }
}
