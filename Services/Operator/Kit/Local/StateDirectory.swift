import Foundation

/// Where the local suite keeps its data, logs, secrets and process ids.
package struct StateDirectory: Sendable {
    /// Absolute, without a slash at the end.
    package let path: String

    package init(path: String) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// `AFTERCARE_HOME`, else `.aftercare` in the working directory.
    package init(environment: [String: String]) {
        let home = environment["AFTERCARE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        self.init(path: home ?? FileManager.default.currentDirectoryPath + "/.aftercare")
    }

    package var postgres: String { path + "/postgres" }
    package var settings: String { path + "/run/suite.json" }
    package var lock: String { path + "/run/up.lock" }

    package func pidFile(_ process: String) -> String { path + "/run/\(process).pid" }
    package func log(_ process: String) -> String { path + "/log/\(process).log" }
    package func secret(_ name: String) -> String { path + "/secrets/\(name)" }

    /// Makes the folders; only the owner may look into `secrets` and `run`.
    package func create() throws {
        let files = FileManager.default
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        try files.createDirectory(atPath: path + "/log", withIntermediateDirectories: true)
        for folder in ["run", "secrets"] {
            try files.createDirectory(
                atPath: "\(path)/\(folder)",
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
    }

    /// The secret of that name; made of 32 random bytes at the first call.
    package func makeSecret(_ name: String) throws -> String {
        if let known = readSecret(name) { return known }
        var generator = SystemRandomNumberGenerator()
        let text = (0..<32).map { _ in
            let digits = String(UInt8.random(in: 0...255, using: &generator), radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        try Self.write(text, to: secret(name))
        return text
    }

    package func readSecret(_ name: String) -> String? {
        guard let text = try? String(contentsOfFile: secret(name), encoding: .utf8) else { return nil }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    /// Writes a file that only its owner may read, whole or not at all.
    static func write(_ text: String, to path: String) throws {
        let temporary = path + ".new"
        let isMade = FileManager.default.createFile(
            atPath: temporary,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade, rename(temporary, path) == 0 else { throw OperatorError("\(path) cannot be written") }
    }
}

/// What stops a command of the operator, in words for the person at the terminal.
package struct OperatorError: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
