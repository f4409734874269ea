import Vocabulary

/// The time limits and recurring duties that complaints owns, with the catalogue's figures.
package enum ClockDefinitions {
    private static let halfAndFourFifths: [WarningStep] = [.used(percent: 50), .used(percent: 80)]

    package static let clocks: [ClockDefinition] = [
        ClockDefinition(
            "CK-05",
            .complaints,
            "complaint-visit",
            Bilingual(zh: "投诉上门", en: "visit after a complaint"),
            .within(.elapsed(.hours(8))),
            from: "complaint registered",
            until: "customer visited",
            warnings: halfAndFourFifths,
            policy: "POL-02"
        ),
        ClockDefinition(
            "CK-06",
            .complaints,
            "complaint-handling",
            Bilingual(zh: "投诉处理", en: "complaint handled"),
            .within(.workingDays(1)),
            hours: .customerWorkingDays,
            from: "complaint registered",
            until: "complaint handled",
            pausesFor: [.waitingForCustomer],
            warnings: halfAndFourFifths,
            policy: "POL-03"
        ),
        ClockDefinition(
            "CK-06",
            .complaints,
            "interim-measure",
            Bilingual(zh: "临时对策", en: "interim countermeasure"),
            .within(.workingDays(1)),
            hours: .customerWorkingDays,
            from: "complaint registered",
            until: "interim measure taken",
            warnings: halfAndFourFifths,
            policy: "POL-03"
        ),
        ClockDefinition(
            "CK-06",
            .complaints,
            "permanent-measure",
            Bilingual(zh: "复杂问题的永久对策", en: "permanent countermeasure of a complex case"),
            .within(.workingDays(5)),
            hours: .customerWorkingDays,
            from: "complaint registered",
            until: "permanent measure taken",
            pausesFor: [.waitingForCustomer],
            warnings: halfAndFourFifths,
            policy: "POL-03"
        ),
        ClockDefinition(
            "CK-07",
            .complaints,
            "unauthorised-request-reply",
            Bilingual(zh: "超权限要求的答复", en: "reply to a request above one's authority"),
            .noLaterThan("next visit to the customer"),
            from: "request noted",
            until: "customer answered"
        ),
    ]

    package static let schedules: [ScheduleDefinition] = [
        ScheduleDefinition(
            "CK-32",
            .complaints,
            "complaint-management-review",
            Bilingual(zh: "投诉处理管理评审", en: "management review of complaint handling"),
            .recurring(.monthly(in: Recurrence.everyHalfYear, on: [.day(1)], at: .hours(9)))
        ),
        ScheduleDefinition(
            "CK-36",
            .complaints,
            "process-check",
            Bilingual(zh: "生产线工艺检查", en: "process check on the line"),
            .recurring(.weekly(.monday, at: .hours(9)))
        ),
    ]
}
