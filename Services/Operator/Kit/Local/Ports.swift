import Foundation

/// Looks at TCP ports of this machine.
package enum Ports {
    /// Whether a server could listen on 127.0.0.1 at this port.
    package static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        return isBound && listen(descriptor, 1) == 0
    }

    /// The wanted port, or the next free one above it that nobody else here has claimed.
    package static func free(from wanted: Int, avoiding claimed: Set<Int>) -> Int? {
        (wanted..<min(wanted + 500, 65_536)).first { !claimed.contains($0) && isFree($0) }
    }

    /// What listens on a port, in words: `nginx (process 812)`.
    package static func holder(of port: Int) -> String {
        let inodes = listeningInodes(port: port)
        guard !inodes.isEmpty else { return "a connection that is just being closed" }
        let wanted = Set(inodes.map { "socket:[\($0)]" })
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let pid = Int32(entry) else { continue }
            let folder = "/proc/\(pid)/fd"
            for descriptor in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                guard
                    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)"),
                    wanted.contains(target)
                else { continue }
                return "\(name(of: pid)) (process \(pid))"
            }
        }
        return "a process of another user"
    }

    private static func name(of pid: Int32) -> String {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)) ?? "?"
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func listeningInodes(port: Int) -> [String] {
        ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { path -> [String] in
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return listeningInodes(port: port, table: text)
        }
    }

    /// Columns: slot, local address `hex:hex`, remote address, state (`0A` listens), …, inode tenth.
    static func listeningInodes(port: Int, table: String) -> [String] {
        table.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count > 9, fields[3] == "0A", let colon = fields[1].lastIndex(of: ":"),
                Int(fields[1][fields[1].index(after: colon)...], radix: 16) == port
            else { return nil }
            return String(fields[9])
        }
    }
}
