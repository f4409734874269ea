import Foundation

/// Shows the ends of log files, each line with the name of its process.
package struct LogViewer: Sendable {
    private let directory: StateDirectory

    package init(_ directory: StateDirectory) {
        self.directory = directory
    }

    package func show(_ process: String?, lines: Int, follow: Bool, print: (String) -> Void) async throws {
        let files = try await files(process)
        let width = files.map(\.name.count).max() ?? 0
        var positions: [String: UInt64] = [:]
        for (name, path) in files {
            let (text, end) = Self.read(path, from: 0)
            positions[path] = end
            for line in text.split(whereSeparator: \.isNewline).suffix(lines) {
                print(Self.labelled(name, width, line, isAlone: files.count == 1))
            }
        }
        while follow {
            try await Task.sleep(for: .milliseconds(300))
            for (name, path) in files {
                let (text, end) = Self.read(path, from: positions[path] ?? 0)
                positions[path] = end
                for line in text.split(whereSeparator: \.isNewline) {
                    print(Self.labelled(name, width, line, isAlone: files.count == 1))
                }
            }
        }
    }

    private func files(_ process: String?) async throws -> [(name: String, path: String)] {
        let folder = directory.path + "/log"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        var files = names.filter { $0.hasSuffix(".log") }.map {
            (name: String($0.dropLast(4)), path: "\(folder)/\($0)")
        }
        if let postgres = try? await PrivatePostgres(directory) { files.append(("postgres", postgres.logFile)) }
        guard let process else { return files }
        let chosen = files.filter { $0.name == process }
        guard !chosen.isEmpty else {
            throw OperatorError(
                "There is no log of \(process). There are: \(files.map(\.name).joined(separator: ", "))."
            )
        }
        return chosen
    }

    /// Whole lines only: the rest is read the next time.
    private static func read(_ path: String, from start: UInt64) -> (text: String, end: UInt64) {
        guard let file = FileHandle(forReadingAtPath: path) else { return ("", start) }
        defer { try? file.close() }
        guard let size = try? file.seekToEnd() else { return ("", start) }
        // A log that became shorter was begun anew; of a long one only the end is looked at.
        let begin = size < start ? 0 : max(start, size > 4_000_000 ? size - 4_000_000 : 0)
        guard (try? file.seek(toOffset: begin)) != nil, let data = try? file.readToEnd(),
            let last = data.lastIndex(of: UInt8(ascii: "\n"))
        else { return ("", begin) }
        let whole = data[data.startIndex...last]
        return (String(decoding: whole, as: UTF8.self), begin + UInt64(whole.count))
    }

    private static func labelled(_ name: String, _ width: Int, _ line: Substring, isAlone: Bool) -> String {
        isAlone ? String(line) : name.padding(toLength: width, withPad: " ", startingAt: 0) + " | " + line
    }
}
