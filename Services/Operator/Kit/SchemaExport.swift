import Foundation
import Messages

/// Writes the JSON Schema of every message version.
package enum SchemaExport {
    /// - Returns: how many files were written.
    package static func write(to folder: String) throws -> Int {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for contract in Catalogue.contracts {
            let path = "\(folder)/\(contract.name).v\(contract.version).schema.json"
            let object = try JSONSerialization.jsonObject(with: Data(contract.schemaDocument.bytes))
            let pretty = try JSONSerialization.data(
                withJSONObject: object,
                options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            )
            try (pretty + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
        }
        return Catalogue.contracts.count
    }
}
