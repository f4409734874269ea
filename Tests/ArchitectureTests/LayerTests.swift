import Foundation
import Testing

/// Rules about the source tree that the compiler does not check.
@Suite("Layers")
struct LayerTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func swiftFiles(under path: String) throws -> [(path: String, text: String)] {
        let folder = root.appendingPathComponent(path)
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            ("\(path)/\(name)", try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
        }
    }

    static func imports(of text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 1, index + 1 < words.count else {
                    return nil
                }
                return String(words[index + 1])
            }
        )
    }

    static let services = [
        "Complaints", "Dispatch", "Gateway", "Intake", "Notifications", "Parts", "Returns", "Surveys",
    ]

    @Test(
        "given a domain, when its files are read, then they import Vocabulary only and read no clock and no random id"
    )
    func domainsArePure() throws {
        var count = 0
        for service in Self.services where service != "Gateway" {
            for (path, text) in try Self.swiftFiles(under: "Services/\(service)/Domain") {
                count += 1
                #expect(Self.imports(of: text).isSubset(of: ["Vocabulary"]), "\(path)")
                for forbidden in ["Date()", "UUID()", "Timestamp.now", "SystemRandomNumberGenerator", ".random("] {
                    #expect(!text.contains(forbidden), "\(path) has \(forbidden)")
                }
            }
        }
        #expect(count > 30)
    }

    @Test("given a service, when its files are read, then they import no other service's targets")
    func servicesDoNotKnowEachOther() throws {
        for service in Self.services {
            for (path, text) in try Self.swiftFiles(under: "Services/\(service)") {
                for other in Self.services where other != service {
                    let foreign = Self.imports(of: text).intersection(["\(other)Domain", "\(other)Service"])
                    #expect(foreign.isEmpty, "\(path) imports \(foreign)")
                }
            }
        }
    }

    @Test("given the shared targets, when their files are read, then imports point down only")
    func sharedPointsDown() throws {
        let order = ["Vocabulary", "Calendars", "Messages", "Database", "Messaging", "ServiceKit"]
        for (level, target) in order.enumerated() {
            let above = Set(order.dropFirst(level + 1))
            for (path, text) in try Self.swiftFiles(under: "Shared/\(target)") {
                #expect(Self.imports(of: text).isDisjoint(with: above), "\(path)")
            }
        }
    }

    @Test("given a service, when its folder is listed, then it has the one shape: README, REQUIREMENTS, layers")
    func servicesHaveOneShape() {
        for service in Self.services {
            let layers = service == "Gateway" ? ["Service", "Main"] : ["Domain", "Service", "Main"]
            for name in ["README.md", "REQUIREMENTS.md", "Service/\(service)+wiring.swift"] + layers {
                let path = Self.root.appendingPathComponent("Services/\(service)/\(name)").path
                #expect(FileManager.default.fileExists(atPath: path), "\(path)")
            }
        }
    }

    @Test("given the schema of a service, when its SQL is read, then it never names another service's schema")
    func schemasStayApart() throws {
        let names = Self.services.map { $0.lowercased() }
        for service in Self.services {
            let own = service.lowercased()
            let folder = Self.root.appendingPathComponent("Services/\(service)/Service/Storage/Migrations")
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                for other in names where other != own {
                    #expect(!text.contains(" \(other)."), "\(service)/\(name) names schema \(other)")
                }
            }
        }
    }

    @Test("given any source file, when it is read, then it has one subject: at most 400 lines")
    func filesAreShort() throws {
        for folder in ["Services", "Shared", "Tests"] {
            for (path, text) in try Self.swiftFiles(under: folder) {
                #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 400, "\(path)")
            }
        }
    }
}
