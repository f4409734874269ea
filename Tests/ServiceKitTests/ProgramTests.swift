import Database
import Foundation
import Messages
import ServiceKit
import Testing

@Suite("The program around a service")
struct ProgramTests {
    static let definition = ServiceDefinition(service: .parts, migrations: [], handlers: [])

    @Test(
        "given arguments, when the program runs, then its status tells what was wrong",
        arguments: [
            (["--help"], 0), (["--version"], 0), ([], 0), (["serve", "--help"], 0), (["dance"], 64),
            (["migrate", "--wait", "-1"], 64),
        ]
    )
    func status(arguments: [String], expected: Int) async {
        #expect(await ServiceProgram.run(Self.definition, arguments: arguments) == Int32(expected))
    }

    @Test(
        "given no configuration, when the program runs, then the status is 78",
        .enabled(if: ProcessInfo.processInfo.environment["DATABASE_URL"] == nil),
        arguments: ["serve", "migrate"]
    )
    func configuration(command: String) async {
        #expect(await ServiceProgram.run(Self.definition, arguments: [command]) == 78)
    }

    @Test("given a definition, when its schema is migrated, then the runtime's tables come first")
    func groups() {
        #expect(Self.definition.migrationGroups.map(\.component) == ["messaging", "parts"])
        #expect(Self.definition.databaseRole == "aftercare_parts")
    }
}
