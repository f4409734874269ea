import Messages
import Vocabulary

/// Workload "case-life": every case is a list of numbers that grows in order, and every step moves a unit of stock and
/// of money.
///
/// Three services of the real runtime play it under names of the suite, so that topics and numbering are the real ones:
/// `gateway` says the steps, `intake` takes them, `parts` writes down what intake tells.
package enum CaseLife {
    package static let speaker = ServiceName.gateway
    package static let desk = ServiceName.intake
    package static let ledger = ServiceName.parts
    package static let services = [speaker, desk, ledger]

    /// What a step does besides growing the list.
    package enum Action: String, Codable, CaseIterable, Sendable {
        case move
        /// Takes a movement back.
        case cancel
        /// Sets a deadline, twice, so that the first is replaced.
        case deadline
        /// Cannot be handled before a time; later ones of the case wait behind it.
        case poison
        /// Is refused and leaves the list alone.
        case refuse
    }

    static let shelves = 4
    package static let openingStock: Int64 = 1_000_000

    static func shelf(of caseID: CaseID) -> String { "shelf-\(caseID.value.low % UInt64(shelves))" }
    static func customer(of caseID: CaseID) -> String { "customer-\(caseID.value.low % UInt64(shelves))" }
    static func revenue(of caseID: CaseID) -> String { "revenue-\(caseID.value.low % 2)" }
}

/// Appends a number to the list of a case.
package struct StepV1: Message, CaseBound {
    package let caseID: CaseID
    package let number: Int64
    package let action: CaseLife.Action
    /// Until when a poisonous step cannot be handled.
    package let until: Timestamp?

    package static let contract = Contract(
        "faults.step",
        kind: .command(route: nil, roles: []),
        topic: CancelCaseV1.contract.topic,
        title: Bilingual(zh: "步骤", en: "Step"),
        schema: .object([
            .required("caseID", .uuid), .required("number", .integer(1...Int64.max)),
            .required("action", .enumeration(CaseLife.Action.self)), .optional("until", .time),
        ])
    )

    package var key: String? { caseID.description }
}

/// A number was appended.
package struct SteppedV1: Message, CaseBound {
    package let caseID: CaseID
    package let number: Int64

    package static let contract = Contract(
        "faults.stepped",
        kind: .event,
        topic: CaseCancelledV1.contract.topic,
        title: Bilingual(zh: "步骤已完成", en: "Stepped"),
        schema: .object([.required("caseID", .uuid), .required("number", .integer(1...Int64.max))])
    )

    package var key: String? { caseID.description }
}

/// An integrator's note, sent more than once under its own id.
package struct PartnerNoteV1: Message, CaseBound {
    package let caseID: CaseID
    package let text: String

    package static let source = "https://partner.example/faults"
    package static let contract = Contract(
        "faults.partner-note",
        kind: .command(route: nil, roles: []),
        topic: OpenRepairRecordV1.contract.topic,
        title: Bilingual(zh: "合作方备注", en: "Partner note"),
        schema: .object([.required("caseID", .uuid), .required("text", .text)])
    )

    package var key: String? { caseID.description }
}
