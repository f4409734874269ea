import Foundation

/// What the kernel says about this process, in Prometheus' usual names; empty where `/proc` is missing.
enum ProcessMetrics {
    static func exposition() -> String {
        guard let status = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let end = status.lastIndex(of: ")")
        else { return "" }
        // Fields from the third on (man 5 proc_pid_stat): utime is the 14th, stime the 15th, rss the 24th.
        let fields = status[status.index(after: end)...].split(separator: " ").map(String.init)
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let pages = Int(fields[21])
        else { return "" }
        let seconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        return """
            # HELP process_cpu_seconds_total CPU time of this process.
            # TYPE process_cpu_seconds_total counter
            process_cpu_seconds_total \(seconds)
            # HELP process_open_fds Open file descriptors.
            # TYPE process_open_fds gauge
            process_open_fds \(descriptors)
            # HELP process_resident_memory_bytes Memory of this process.
            # TYPE process_resident_memory_bytes gauge
            process_resident_memory_bytes \(pages * sysconf(Int32(_SC_PAGESIZE)))

            """
    }
}
