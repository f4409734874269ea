import ArgumentParser
import Foundation
import Messaging
import OperatorKit
import Vocabulary

struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erases a person's data everywhere, the event log included. 删除个人数据。",
        discussion: """
            Destroys the keys under which the data are sealed in topics, outboxes, documents and logs, and leaves a proof
            event. It cannot be undone.

            Examples:
              aftercare erase --find '+86 138 0000 0000'            # which customer file is that?
              aftercare erase --customer 019a… --reason 'request 17' --dry-run
              aftercare erase --customer 019a… --reason 'request 17'
              aftercare erase --case 019a… --reason 'wrong person'
              aftercare erase --reapply                             # after a dump was restored

            Exit codes: 0 done, 1 failed or not confirmed in time, 2 wrong use.
            """
    )

    @Option(help: "A customer file (客户档案): all its cases are erased.")
    var customer: String?

    @Option(name: .customLong("case"), help: "One case (服务单).")
    var caseID: String?

    @Option(help: "A technician (工程师).")
    var technician: String?

    @Option(help: "Finds the customer file of a phone number, e-mail address or name; erases nothing.")
    var find: String?

    @Flag(help: "Applies all known erasures again, to every schema: after a dump was restored.")
    var reapply = false

    @Option(help: "Why, for the proof; without personal data.")
    var reason: String?

    @Flag(help: "Only says what would be erased.")
    var dryRun = false

    @Flag(help: "One JSON document for machines.")
    var json = false

    @Option(help: "Seconds in which every service has to confirm.")
    var within = 60

    private var targets: [Eraser.Target?] {
        [
            customer.map { UniqueID($0).map(Eraser.Target.customer) },
            caseID.map { UniqueID($0).map(Eraser.Target.oneCase) },
            technician.map { UniqueID($0).map(Eraser.Target.technician) },
        ].compactMap(\.self)
    }

    func validate() throws {
        let asked = targets.count + (find == nil ? 0 : 1) + (reapply ? 1 : 0)
        guard asked == 1 else {
            throw ValidationError("Name one of --customer, --case, --technician, --find and --reapply.")
        }
        guard !targets.contains(where: { $0 == nil }) else { throw ValidationError("An id has the form of a UUID.") }
        if !targets.isEmpty, reason.map(\.isBlank) ?? true { throw ValidationError("Say why with --reason.") }
        if within < 1 { throw ValidationError("--within is a number of seconds, at least 1.") }
    }

    func run() async throws {
        if let find { return try say(find: find) }
        let eraser = Eraser(try await SuiteAccess.here(subject: "erase"))
        do {
            let report =
                if case .some(.some(let target)) = targets.first {
                    try await eraser.run(
                        target,
                        reason: reason ?? "",
                        isDryRun: dryRun,
                        within: .seconds(within)
                    )
                } else {
                    try await eraser.reapply(isDryRun: dryRun)
                }
            await eraser.close()
            try say(report)
        } catch {
            await eraser.close()
            throw error
        }
    }

    private func say(find text: String) throws {
        let environment = ProcessInfo.processInfo.environment
        let master = try MasterKeys.local(StateDirectory(environment: environment), environment: environment)
        guard let id = Eraser.customerID(of: text, under: master) else {
            throw OperatorError("That is no phone number, e-mail address or name.")
        }
        Terminal.say(json ? "{\"customerID\":\"\(id)\"}" : "Customer file \(id), if there is one.")
    }

    private func say(_ report: Eraser.Report) throws {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return Terminal.say(String(decoding: try encoder.encode(report), as: UTF8.self))
        }
        let verb = report.isDryRun ? "Would destroy" : "Destroyed"
        Terminal.say("\(verb) \(report.keys) readable key(s) of \(report.subjects.count) subject(s).")
        for subject in report.subjects.prefix(20) { Terminal.say("  \(subject)") }
        if let id = report.erasureID { Terminal.say("Proof: erasure \(id) in the topic of erasures.") }
    }
}
