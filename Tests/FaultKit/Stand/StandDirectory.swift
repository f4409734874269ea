import Foundation
import OperatorKit

/// Where a stand keeps data, logs and process ids; what a run that died has left is ended and removed by the next one.
enum StandDirectory {
    private static let prefix = "aftercare-faults-"

    static func make() throws -> StateDirectory {
        let directory = StateDirectory(path: "/tmp/\(prefix)\(getpid())-\(Int.random(in: 0..<100_000))")
        try directory.create()
        guard let own = ProcessIdentity(running: getpid()) else { throw StandFailure("/proc cannot be read") }
        try own.write(to: directory.pidFile("owner"))
        return directory
    }

    static func removeAbandoned() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? [] where name.hasPrefix(prefix) {
            let directory = StateDirectory(path: "/tmp/\(name)")
            guard let owner = ProcessIdentity(file: directory.pidFile("owner")), !owner.isAlive else { continue }
            let pids = (try? FileManager.default.contentsOfDirectory(atPath: directory.path + "/run")) ?? []
            for file in pids where file.hasSuffix(".pid") {
                ProcessIdentity(file: "\(directory.path)/run/\(file)")?.send(SIGKILL)
            }
            endPostgres(below: directory)
            remove(directory.path)
        }
    }

    /// The database's folder belongs to another user, who may not be asked any more.
    static func remove(_ path: String) {
        let home = try? String(contentsOfFile: path + "/postgres.home", encoding: .utf8)
        if let home = home?.trimmingCharacters(in: .whitespacesAndNewlines), home.contains("aftercare") {
            try? FileManager.default.removeItem(atPath: home)
        }
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func endPostgres(below directory: StateDirectory) {
        guard let home = try? String(contentsOfFile: directory.path + "/postgres.home", encoding: .utf8),
            let text = try? String(
                contentsOfFile: home.trimmingCharacters(in: .whitespacesAndNewlines) + "/data/postmaster.pid",
                encoding: .utf8
            ), let pid = text.split(separator: "\n").first.flatMap({ Int32($0) }),
            let command = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8),
            command.contains("postgres"), command.contains("aftercare")
        else { return }
        kill(pid, SIGQUIT)
        for _ in 0..<200 where kill(pid, 0) == 0 { usleep(10_000) }
    }
}
