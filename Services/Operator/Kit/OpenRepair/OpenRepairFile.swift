import Foundation
import Messages

/// Reads an Open Repair file from disk, piece by piece; 30,000 rows need no more memory than a few.
package struct OpenRepairFile {
    package let path: String
    /// Bytes; the whole, for a progress bar.
    package let size: Int
    /// Bytes read so far.
    package private(set) var position = 0

    private static let pieceSize = 64 * 1024

    private let handle: FileHandle
    private var parser: OpenRepairParser
    private var isAtEnd = false

    package init(path: String, schema: Schema) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw OpenRepairFileError.unreadable(path: path, reason: "there is no such file")
        }
        guard !isDirectory.boolValue, let handle = FileHandle(forReadingAtPath: path) else {
            throw OpenRepairFileError.unreadable(path: path, reason: "it is a folder, or reading is not allowed")
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        self.path = path
        self.handle = handle
        size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        parser = OpenRepairParser(schema: schema)
    }

    /// The next row or refusal; `nil` at the end of the file.
    package mutating func next() throws -> OpenRepairParser.Element? {
        while true {
            if let element = try parser.next() { return element }
            guard !isAtEnd else {
                try parser.checkHeaderWasSeen()
                return nil
            }
            if let piece = try handle.read(upToCount: Self.pieceSize), !piece.isEmpty {
                position += piece.count
                try parser.feed(Array(piece))
            } else {
                parser.finish()
                isAtEnd = true
                try? handle.close()
            }
        }
    }
}
