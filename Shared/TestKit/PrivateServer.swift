import Foundation
import Glibc
import Synchronization

/// Starts and stops the server process, and cleans up after test processes that died.
enum PrivateServer {
    private static let prefix = "aftercare-pg-"
    private static let running = Mutex<[ServerDirectory]>([])

    /// - Returns: the URL of the new server.
    static func start() throws -> String {
        removeLeftovers()
        let binaries = try PostgresBinaries.find()
        let directory = try ServerDirectory.create(prefix: prefix)
        running.withLock { $0.append(directory) }
        atexit { PrivateServer.stop() }
        try binaries.run(
            "initdb",
            ["-D", directory.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            log: directory.log
        )
        let settings = [
            "listen_addresses=", "unix_socket_directories=\(directory.path)", "fsync=off", "full_page_writes=off",
            "max_connections=500", "shared_buffers=64MB", "max_wal_size=256MB", "log_min_messages=warning",
        ]
        let options = settings.map { "-c \($0)" }.joined(separator: " ")
        try binaries.run(
            "pg_ctl",
            ["-D", directory.data, "-l", directory.log, "-o", options, "-w", "-t", "60", "start"],
            log: directory.log
        )
        return "postgresql:///postgres?host=\(directory.path)&user=postgres"
    }

    private static func stop() {
        running.withLock { directories in
            for directory in directories { directory.remove() }
            directories = []
        }
    }

    private static func removeLeftovers() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
        for name in names where name.hasPrefix(prefix) {
            ServerDirectory.abandoned(at: "/tmp/\(name)")?.remove()
        }
    }
}

/// The directory of one server.
///
/// Its owner holds a lock on a file in it, which the kernel frees when the owner dies.
struct ServerDirectory: Sendable {
    let path: String
    private let lock: Int32

    var data: String { "\(path)/data" }
    var log: String { "\(path)/log" }

    static func create(prefix: String) throws -> ServerDirectory {
        var template = Array("/tmp/\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw PostgresClusterError(description: "no temporary directory (error \(errno))")
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let lock = lockFile(in: path) else {
            throw PostgresClusterError(description: "cannot lock \(path)")
        }
        if geteuid() == 0, let user = getpwnam("postgres") {
            chown(path, user.pointee.pw_uid, user.pointee.pw_gid)
        }
        return ServerDirectory(path: path, lock: lock)
    }

    /// `nil` while the owner lives or when the directory is not ours to remove.
    static func abandoned(at path: String) -> ServerDirectory? {
        var facts = stat()
        // A fresh one may belong to a process that is just about to lock it.
        guard stat("\(path)/owner.lock", &facts) == 0, facts.st_uid == geteuid(), time(nil) - facts.st_mtim.tv_sec > 30
        else { return nil }
        return lockFile(in: path).map { ServerDirectory(path: path, lock: $0) }
    }

    private static func lockFile(in path: String) -> Int32? {
        let file = open("\(path)/owner.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { return nil }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            return nil
        }
        return file
    }

    /// Ends the server at once (its data is worthless) and deletes everything.
    func remove() {
        if let server = serverProcess {
            kill(server, SIGQUIT)
            for _ in 0..<200 where kill(server, 0) == 0 { usleep(10_000) }
        }
        try? FileManager.default.removeItem(atPath: path)
        close(lock)
    }

    /// The process in `postmaster.pid`, if it really is the server of this directory.
    private var serverProcess: pid_t? {
        guard let text = try? String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8),
            let process = text.split(separator: "\n").first.flatMap({ pid_t($0) }),
            let command = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8),
            command.contains(data)
        else { return nil }
        return process
    }
}
