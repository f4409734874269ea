import Foundation

/// A PostgreSQL cluster that belongs to the local suite alone: own data, own port, own password.
///
/// PostgreSQL refuses to run as root, so then it runs as the user `postgres`, in a folder which that user may enter.
package struct PrivatePostgres: Sendable {
    private static let user = "aftercare"
    private static let database = "aftercare"

    private let directory: StateDirectory
    private let binaries: String
    private let isRoot: Bool
    private let home: String

    /// - Throws: when PostgreSQL is not installed, saying what to install.
    package init(_ directory: StateDirectory) async throws {
        self.directory = directory
        isRoot = geteuid() == 0
        home = try await isRoot ? Self.homeForPostgresUser(directory) : directory.postgres
        let version = try? String(contentsOfFile: home + "/data/PG_VERSION", encoding: .utf8)
        binaries = try Self.binaries(version: version?.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    package var logFile: String { home + "/postgres.log" }

    private var data: String { home + "/data" }

    /// Starts the cluster, made first if it is new, and returns the address of its database.
    package func start(port: Int) async throws -> String {
        let password = try directory.makeSecret("postgres")
        try await makeHome()
        if !FileManager.default.fileExists(atPath: data + "/PG_VERSION") { try await makeCluster(password) }
        if !isRunning {
            try await clearAfterKill()
            try await asOwner(
                "pg_ctl",
                ["-D", data, "-o", "-c port=\(port)", "-l", logFile, "-w", "-t", "120", "start"]
            )
        }
        try await makeDatabase(port: port, password: password)
        return "postgresql://\(Self.user):\(password)@127.0.0.1:\(port)/\(Self.database)"
    }

    package func stop() async throws {
        guard isRunning else { return }
        try await asOwner("pg_ctl", ["-D", data, "-m", "fast", "-w", "-t", "60", "stop"])
    }

    package var isRunning: Bool { process != nil }

    /// The server's main process.
    package var process: ProcessIdentity? {
        postmasterLines.first.flatMap { Int32($0) }.flatMap { ProcessIdentity(running: $0) }
    }

    package var runningPort: Int? {
        postmasterLines.count > 3 ? Int(postmasterLines[3]) : nil
    }

    /// The process id, the data folder, the start, the port and more.
    private var postmasterLines: [Substring] {
        let text = (try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// Takes the lock file of a killed server away where nobody collects dead processes, as in many containers.
    ///
    /// PostgreSQL takes such remains for a running server. Its orphaned workers must be gone first.
    private func clearAfterKill() async throws {
        guard let pid = postmasterLines.first.flatMap({ Int32($0) }), ProcessIdentity.isZombie(pid) else { return }
        let end = ContinuousClock.now + .seconds(30)
        while hasWorkers {
            guard ContinuousClock.now < end else {
                throw OperatorError("Workers of a killed PostgreSQL are still alive in \(data).")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        try FileManager.default.removeItem(atPath: data + "/postmaster.pid")
    }

    /// Every process of a cluster works in its data folder.
    private var hasWorkers: Bool {
        let files = FileManager.default
        return ((try? files.contentsOfDirectory(atPath: "/proc")) ?? []).contains { entry in
            Int32(entry) != nil && (try? files.destinationOfSymbolicLink(atPath: "/proc/\(entry)/cwd")) == data
        }
    }

    // MARK: making it

    private func makeHome() async throws {
        try FileManager.default.createDirectory(
            atPath: home,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        if isRoot { try await ChildProcess.run("/bin/chown", ["postgres:", home]) }
        // Tells `make clean` what to remove.
        try StateDirectory.write(home + "\n", to: directory.path + "/postgres.home")
    }

    /// Made beside its place and moved there when whole, so that an interruption leaves nothing half-made.
    private func makeCluster(_ password: String) async throws {
        let fresh = home + "/data.new"
        let passwordFile = home + "/password"
        try? FileManager.default.removeItem(atPath: fresh)
        try? FileManager.default.removeItem(atPath: data)
        try StateDirectory.write(password, to: passwordFile)
        defer { try? FileManager.default.removeItem(atPath: passwordFile) }
        if isRoot { try await ChildProcess.run("/bin/chown", ["postgres:", passwordFile]) }
        try await asOwner(
            "initdb",
            [
                "-D", fresh, "-U", Self.user, "--pwfile", passwordFile, "--auth", "scram-sha-256", "-E", "UTF8",
                "--locale", "C.UTF-8",
            ]
        )
        let configuration = try FileHandle(forWritingTo: URL(fileURLWithPath: fresh + "/postgresql.conf"))
        try configuration.seekToEnd()
        try configuration.write(contentsOf: Data(Self.configuration.utf8))
        try configuration.close()
        try FileManager.default.moveItem(atPath: fresh, toPath: data)
    }

    /// Sized for a developer's machine; durability stays as PostgreSQL ships it.
    private static let configuration = """

        # Aftercare's private cluster
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        dynamic_shared_memory_type = mmap
        max_connections = 200
        shared_buffers = 256MB
        max_wal_size = 2GB
        checkpoint_timeout = 15min
        log_line_prefix = '%m [%p] %u '

        """

    private func makeDatabase(port: Int, password: String) async throws {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PG") }
        environment["PGPASSWORD"] = password
        let address = ["-h", "127.0.0.1", "-p", String(port), "-U", Self.user]
        let known = try await ChildProcess.run(
            binaries + "/psql",
            address + ["-d", "postgres", "-tAc", "select datname from pg_database"],
            environment: environment
        )
        guard !known.split(whereSeparator: \.isNewline).contains(Substring(Self.database)) else { return }
        try await ChildProcess.run(binaries + "/createdb", address + [Self.database], environment: environment)
    }

    @discardableResult
    private func asOwner(_ program: String, _ arguments: [String]) async throws -> String {
        let path = "\(binaries)/\(program)"
        guard isRoot else { return try await ChildProcess.run(path, arguments) }
        // The caller's working directory may be closed to `postgres`.
        let prefix = ["-u", "postgres", "--", "/usr/bin/env", "--chdir=/", path]
        return try await ChildProcess.run("/usr/sbin/runuser", prefix + arguments)
    }

    // MARK: finding places

    private static func binaries(version: String?) throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        if let wanted = version.flatMap({ Int($0) }) {
            guard versions.contains(wanted) else {
                throw OperatorError(
                    "The data in the state directory is of PostgreSQL \(wanted), which is not installed. "
                        + "Install postgresql-\(wanted), or start afresh with `make clean`."
                )
            }
            return "\(root)/\(wanted)/bin"
        }
        guard let newest = versions.max() else {
            throw OperatorError(
                "PostgreSQL is not installed. Install it (Debian, Ubuntu: apt-get install postgresql), "
                    + "or name a server with DATABASE_URL."
            )
        }
        return "\(root)/\(newest)/bin"
    }

    /// Inside the state directory if `postgres` may enter it, else under `/var/lib`.
    private static func homeForPostgresUser(_ directory: StateDirectory) async throws -> String {
        let mayEnter = try? await ChildProcess.run(
            "/usr/sbin/runuser",
            ["-u", "postgres", "--", "/usr/bin/test", "-x", directory.path]
        )
        if mayEnter != nil { return directory.postgres }
        // FNV-1a of the path: one home per state directory.
        let hash = directory.path.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return "/var/lib/aftercare-\(String(hash, radix: 16))"
    }
}
