import Foundation

/// Starts programs that outlive this one: own session, no terminal, output into a log file.
package enum ChildProcess {
    /// - Parameter environment: the whole of it; nothing is inherited.
    package static func start(
        _ executable: String,
        arguments: [String],
        environment: [String: String],
        log: String
    ) throws -> ProcessIdentity {
        let pid = try spawn(executable, arguments: arguments, environment: environment, log: log)
        guard let identity = ProcessIdentity(running: pid) else {
            throw OperatorError("\(executable) ended at once; see \(log)")
        }
        return identity
    }

    private static func spawn(
        _ executable: String,
        arguments: [String],
        environment: [String: String],
        log: String
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        var actions = posix_spawn_file_actions_t()
        posix_spawnattr_init(&attributes)
        posix_spawn_file_actions_init(&actions)
        defer {
            posix_spawnattr_destroy(&attributes)
            posix_spawn_file_actions_destroy(&actions)
        }
        prepare(&attributes)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o640)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        closeOthersOnExec()

        let argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        let envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, executable, &actions, &attributes, argv, envp)
        guard code == 0 else {
            throw OperatorError("\(executable) cannot be started: \(String(cString: strerror(code)))")
        }
        return pid
    }

    /// An own session, and the signals that this program may ignore back to their default: both would be inherited.
    private static func prepare(_ attributes: inout posix_spawnattr_t) {
        var defaults = sigset_t()
        var mask = sigset_t()
        sigemptyset(&defaults)
        sigemptyset(&mask)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT] { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setsigmask(&attributes, &mask)
        let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | sessionFlag
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    /// A child must not hold our caller's pipes and locks open.
    private static func closeOthersOnExec() {
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            guard let descriptor = Int32(entry), descriptor > 2 else { continue }
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        }
    }

    /// `POSIX_SPAWN_SETSID` of glibc.
    private static let sessionFlag: Int32 = 0x80

    /// Runs a program to its end and returns what it printed.
    ///
    /// The output goes through a file: a server that the program leaves behind may hold a pipe open for ever.
    ///
    /// - Throws: with the last lines of the output when the program fails.
    @discardableResult
    package static func run(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String]? = nil
    ) async throws -> String {
        let output = FileManager.default.temporaryDirectory.path + "/aftercare-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let pid = try spawn(
            executable,
            arguments: arguments,
            environment: environment ?? ProcessInfo.processInfo.environment,
            log: output
        )
        let status = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(pid, &status, 0) < 0, errno == EINTR {}
                continuation.resume(returning: status)
            }
        }
        let text = String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
        guard status == 0 else {
            let tail = text.split(whereSeparator: \.isNewline).suffix(12).joined(separator: "\n")
            throw OperatorError("\(([executable] + arguments).joined(separator: " ")) failed:\n\(tail)")
        }
        return text
    }
}
