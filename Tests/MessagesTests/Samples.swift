import Foundation
import Messages
import Testing
import Vocabulary

/// The files beside these tests.
enum Samples {
    enum Fullness: String, CaseIterable {
        case full, minimal
    }

    /// One sample of one message, with all members or with the required ones only.
    struct Golden: CustomTestStringConvertible, Sendable {
        let message: any Message.Type
        let fullness: Fullness

        var fileName: String { "\(message.contract.name).v\(message.contract.version).\(fullness.rawValue).json" }
        var testDescription: String { fileName }

        func bytes() throws -> [UInt8] { try Samples.file("Golden/\(fileName)") }
    }

    static let goldens: [Golden] = Catalogue.all.flatMap { message in
        Fullness.allCases.map { Golden(message: message, fullness: $0) }
    }

    static func file(_ path: String) throws -> [UInt8] {
        let folder = try #require(Bundle.module.resourceURL)
        return Array(try Data(contentsOf: folder.appendingPathComponent(path)))
    }

    static func fileNames(in folder: String) throws -> [String] {
        let place = try #require(Bundle.module.resourceURL).appendingPathComponent(folder)
        return try FileManager.default.contentsOfDirectory(atPath: place.path).filter { $0.hasSuffix(".json") }.sorted()
    }
}

extension JSONValue {
    /// The same document with the members of every object in order of their names.
    var sorted: JSONValue {
        switch self {
        case .object(let members):
            .object(members.sorted { $0.name < $1.name }.map { Member($0.name, $0.value.sorted) })
        case .array(let elements): .array(elements.map(\.sorted))
        case .null, .boolean, .integer, .number, .string: self
        }
    }

    /// Empty for anything but an object.
    var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}
