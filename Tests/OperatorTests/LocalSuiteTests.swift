import Foundation
import Messages
import Testing

@testable import OperatorKit

@Suite("The suite on this machine")
struct LocalSuiteTests {
    private func temporaryFolder() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/operator-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test("given free ports, when they are chosen, then they are the usual ones and nothing is said")
    func usualPorts() throws {
        var plan = PortPlan(isFree: { _ in true }, holder: { _ in "" })
        #expect(try plan.choose(8080, for: "gateway") == 8080)
        #expect(plan.notes.isEmpty)
    }

    @Test("given a taken port, when another does no harm, then it is taken and the holder named")
    func otherPort() throws {
        var plan = PortPlan(claimed: [8081], isFree: { $0 != 8080 }, holder: { _ in "nginx (process 812)" })
        #expect(try plan.choose(8080, for: "gateway") == 8082)
        #expect(
            plan.notes == ["Port 8080 is held by nginx (process 812); the gateway takes port 8082 instead."]
        )
    }

    @Test("given a taken port that was asked for by number, when it is chosen, then the refusal names port and holder")
    func fixedPort() {
        var plan = PortPlan(isFree: { _ in false }, holder: { _ in "nginx (process 812)" })
        #expect {
            try plan.choose(8080, for: "gateway", isFixed: true)
        } throws: { error in
            let text = (error as? OperatorError)?.description ?? ""
            return text.contains("8080") && text.contains("nginx (process 812)")
        }
    }

    @Test("given a listener of this process, when its port is looked at, then it is not free and the holder is found")
    func portHolder() throws {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(server) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(server, $0, length)
                _ = listen(server, 1)
                _ = getsockname(server, $0, &length)
            }
        }
        let port = Int(UInt16(bigEndian: address.sin_port))
        #expect(!Ports.isFree(port))
        #expect(Ports.holder(of: port).hasSuffix("(process \(getpid()))"))
    }

    @Test("given a process name with spaces and parentheses, when its state is read, then the fields are right")
    func processState() throws {
        let fields = (4...21).map(String.init).joined(separator: " ")
        let parsed = try #require(ProcessIdentity.parse(stat: "12 (a) b (c)) S \(fields) 777 0"))
        #expect(parsed.state == "S")
        #expect(parsed.startTicks == 777)
    }

    @Test("given a started child, when it is stopped, then its log holds its words and its identity is gone")
    func childProcess() async throws {
        let folder = try temporaryFolder()
        let process = try ChildProcess.start(
            "/bin/sh",
            arguments: ["-c", "echo hello $NAME; sleep 60"],
            environment: ["NAME": "you"],
            log: folder + "/log"
        )
        try process.write(to: folder + "/pid")
        #expect(ProcessIdentity(file: folder + "/pid") == process)
        #expect(process.isAlive)
        let end = ContinuousClock.now + .seconds(10)
        while (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) != "hello you\n", .now < end {
            await Task.yield()
        }
        #expect(try String(contentsOfFile: folder + "/log", encoding: .utf8) == "hello you\n")
        process.send(SIGTERM)
        #expect(try await process.waitForEnd(within: .seconds(10)))
        #expect(!process.isAlive)
    }

    @Test("given a failing program, when it is run, then the error carries its last words")
    func failingProgram() async {
        await #expect {
            try await ChildProcess.run("/bin/sh", ["-c", "echo broken; exit 3"])
        } throws: { ($0 as? OperatorError)?.description.hasSuffix("failed:\nbroken") == true }
    }

    @Test("given services and instances, when processes are named, then each has its own name and knows its service")
    func names() {
        let names = SuiteProcessName.services(only: [.intake, .dispatch], instances: [.dispatch: 3])
        #expect(names == ["intake", "dispatch", "dispatch-2", "dispatch-3"])
        #expect(names.map(SuiteProcessName.service) == [.intake, .dispatch, .dispatch, .dispatch])
        #expect(SuiteProcessName.service(of: SuiteProcessName.broker) == nil)
    }

    @Test("given a secret, when it is asked for again, then it is the same and only its owner may read it")
    func secrets() throws {
        let directory = StateDirectory(path: try temporaryFolder())
        try directory.create()
        let secret = try directory.makeSecret("jwt")
        #expect(try directory.makeSecret("jwt") == secret)
        #expect(secret.count == 64)
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.secret("jwt"))
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test("given Chinese cells, when a table is drawn, then the columns stand under each other")
    func table() {
        var table = TextTable("name", "n")
        table.add("派工单", "1")
        table.add("case", "22")
        #expect(table.text == "name    n\n派工单  1\ncase    22")
    }

    @Test("given no terminal, when progress is shown, then it is a plain line")
    func progress() {
        #expect(
            ProgressLine.line(title: "Import", fraction: 0.5, detail: "10 rows", isTerminal: false)
                == "Import: 50 %, 10 rows"
        )
    }
}
