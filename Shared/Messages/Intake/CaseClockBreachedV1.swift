import Vocabulary

/// A promise of time was not kept (IN-37).
package struct CaseClockBreachedV1 {
    package let caseID: CaseID
    package let clock: Wire.CaseClock
    package let dueAt: Timestamp
    package let breachedAt: Timestamp

    package init(caseID: CaseID, clock: Wire.CaseClock, dueAt: Timestamp, breachedAt: Timestamp) {
        self.caseID = caseID
        self.clock = clock
        self.dueAt = dueAt
        self.breachedAt = breachedAt
    }
}

extension CaseClockBreachedV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.case-clock-breached",
        kind: .event,
        topic: .intakeCaseEvents,
        title: Bilingual(zh: "服务时限超期", en: "Case clock breached"),
        schema: .object([
            .required("caseID", .uuid),
            .required("clock", Wire.CaseClock.schema),
            .required("dueAt", .time),
            .required("breachedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
