import Configuration
import Foundation

/// Reads settings one by one and collects every fault instead of stopping at the first.
///
/// A setting `DATABASE_URL` comes from the environment variable of that name, else from the file that
/// `DATABASE_URL_FILE` names (for secrets), else from `{"database": {"url": …}}` in the JSON file that `CONFIG_FILE`
/// names, else from its default. An empty value counts as not set.
package struct SettingsReader {
    private let reader: ConfigReader
    package private(set) var faults: [ConfigurationFault] = []

    package init(environment: [String: String]) async {
        let variables = EnvironmentVariablesProvider(environmentVariables: environment.filter { !$0.value.isEmpty })
        guard let path = environment["CONFIG_FILE"], !path.isEmpty else {
            reader = ConfigReader(provider: variables)
            return
        }
        do {
            let location = ConfigReader(
                provider: EnvironmentVariablesProvider(environmentVariables: ["FILE_PATH": path])
            )
            let file = try await FileProvider<JSONSnapshot>(config: location)
            reader = ConfigReader(providers: [variables, file])
        } catch {
            reader = ConfigReader(provider: variables)
            faults.append(
                ConfigurationFault(
                    field: "CONFIG_FILE",
                    problem: "\(path) cannot be read as a JSON object",
                    remedy: "name a readable file with one JSON object, or unset it"
                )
            )
        }
    }

    /// Throws everything that was found; call it after the last setting was read.
    package func finish() throws(ConfigurationFaults) {
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
    }

    package mutating func fault(_ field: String, _ problem: String, _ remedy: String) {
        faults.append(ConfigurationFault(field: field, problem: problem, remedy: remedy))
    }

    /// The value, or `nil` when it is set nowhere.
    package mutating func optionalText(_ name: String) -> String? {
        if let value = value(name) { return value }
        guard let path = value(name + "_FILE") else { return nil }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            fault("\(name)_FILE", "\(path) cannot be read as text", "name a readable file, or set \(name)")
            return nil
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    /// A value that must be set; the remedy says how.
    package mutating func text(_ name: String, remedy: String) -> String {
        if let value = optionalText(name) { return value }
        if !faults.contains(where: { $0.field == name + "_FILE" }) { fault(name, "is not set", remedy) }
        return ""
    }

    package mutating func text(_ name: String, default standard: String) -> String {
        optionalText(name) ?? standard
    }

    package mutating func number(_ name: String, in range: ClosedRange<Int>, default standard: Int) -> Int {
        guard let text = optionalText(name) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            let bounds = "\(range.lowerBound) to \(range.upperBound)"
            fault(name, "\"\(text.prefix(40))\" is not a whole number from \(bounds)", "give a number from \(bounds)")
            return standard
        }
        return number
    }

    /// One of the given words, in either case.
    package mutating func choice(_ name: String, of choices: [String], default standard: String) -> String {
        guard let text = optionalText(name) else { return standard }
        guard let found = choices.first(where: { $0.lowercased() == text.lowercased() }) else {
            fault(name, "\"\(text.prefix(40))\" is unknown", "choose one of \(choices.joined(separator: ", "))")
            return standard
        }
        return found
    }

    /// A secret of at least that many bytes; its value never appears in a fault.
    package mutating func secret(_ name: String, minimumBytes: Int, remedy: String) -> String {
        let value = text(name, remedy: remedy)
        if !value.isEmpty, value.utf8.count < minimumBytes {
            fault(name, "is shorter than \(minimumBytes) bytes", remedy)
        }
        return value
    }

    private func value(_ name: String) -> String? {
        let key = ConfigKey(name.lowercased().split(separator: "_").map(String.init))
        let found =
            reader.string(forKey: key, isSecret: true) ?? reader.int(forKey: key).map(String.init)
            ?? reader.bool(forKey: key).map(String.init)
        return found.flatMap { $0.isEmpty ? nil : $0 }
    }
}
