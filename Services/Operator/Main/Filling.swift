import ArgumentParser
import Foundation
import Messages
import OperatorKit

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Publishes data as an integrator would.",
        subcommands: [ImportOpenRepair.self]
    )
}

struct ImportOpenRepair: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ords",
        abstract: "Imports repair records in the Open Repair Data Standard 0.3 (CSV).",
        discussion: """
            Each row becomes one CloudEvent on aftercare.in.ords.v1; the command ends when every row has its outcome. \
            Importing the same file again changes nothing. The exit code is 1 when any row was refused.
            """
    )

    @Argument(help: "CSV files.", completion: .file(extensions: ["csv"]))
    var files: [String]

    @Flag(help: "Read and check the files without publishing anything.")
    var dryRun = false

    @Option(help: "At most so many rows of each file.")
    var limit: Int?

    @Option(help: "Write the refused rows to this CSV file.")
    var report: String?

    func run() async throws {
        var all = RefusedRow.reportHeader
        var isClean = true
        for path in files {
            let summary = try await summary(of: path)
            Terminal.say("\(path)\(dryRun ? " (checked only)" : ""): \(summary.text)")
            all += summary.report.dropFirst(RefusedRow.reportHeader.count)
            isClean = isClean && summary.rejected.isEmpty && summary.refused.isEmpty
        }
        if let report {
            try all.write(toFile: report, atomically: true, encoding: .utf8)
            Terminal.say(isClean ? "No row was refused; \(report) holds only its header." : "Refused rows: \(report)")
        }
        if !isClean { throw ExitCode(1) }
    }

    private func summary(of path: String) async throws -> ImportSummary {
        if dryRun { return try RowImporter.dryRun(path, limit: limit) }
        let access = try await SuiteAccess.here(subject: "import")
        try await access.requireKafka()
        let importer = RowImporter(gateway: access.gateway, kafka: access.kafka, progress: ProgressLine("Import"))
        return try await importer.run(path, options: .init(limit: limit))
    }
}

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Imports a file and plays technicians, clerks and customers until every case has ended.",
        discussion: "It may be stopped, and services may be killed, at any time: run it again and it goes on."
    )

    @Argument(
        help: "An ORDS file; none: the sample that comes with the project.",
        completion: .file(extensions: ["csv"])
    )
    var file: String?

    @Option(help: "At most so many rows.")
    var limit: Int?

    func run() async throws {
        let path = try file ?? SampleFile.find()
        let access = try await SuiteAccess.here(subject: "demo")
        try await access.requireKafka()
        let demonstration = Demonstration(gateway: access.gateway, kafka: access.kafka, path: path, limit: limit)
        let (summary, isComplete) = try await demonstration.run()
        Terminal.say(summary)
        if !isComplete { throw ExitCode(1) }
    }
}
