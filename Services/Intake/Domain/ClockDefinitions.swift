import Vocabulary

/// The time limits that intake owns, with the catalogue's figures.
package enum ClockDefinitions {
    private static let halfAndFourFifths: [WarningStep] = [.used(percent: 50), .used(percent: 80)]

    package static let clocks: [ClockDefinition] = [
        ClockDefinition(
            "CK-01",
            .intake,
            "answer-call",
            Bilingual(zh: "三声铃响内接听", en: "answer the phone within three rings"),
            .within(.elapsed(.seconds(15))),
            from: "call offered",
            until: "call answered"
        ),
        ClockDefinition(
            "CK-02",
            .intake,
            "repair-response",
            Bilingual(zh: "报修响应", en: "response to a repair call"),
            .within(.elapsed(.minutes(30))),
            from: "case registered",
            until: "customer answered",
            warnings: halfAndFourFifths,
            policy: "POL-02"
        ),
        ClockDefinition(
            "CK-02",
            .intake,
            "enquiry-response",
            Bilingual(zh: "咨询答复", en: "response to an enquiry"),
            .within(.elapsed(.hours(24))),
            from: "case registered",
            until: "customer answered",
            warnings: halfAndFourFifths,
            policy: "POL-02"
        ),
        ClockDefinition(
            "CK-03",
            .intake,
            "arrival",
            Bilingual(zh: "到达现场（或顾客指定时间）", en: "arrival on site, or at the customer's time"),
            .within(.elapsed(.hours(24))),
            from: "case registered",
            until: "technician arrived",
            pausesFor: [.waitingForParts, .waitingForCustomer, .waitingForPayment],
            warnings: halfAndFourFifths,
            policy: "POL-02"
        ),
        ClockDefinition(
            "CK-04",
            .intake,
            "repair",
            Bilingual(zh: "修复", en: "repair done"),
            .within(.elapsed(.hours(24))),
            from: "technician arrived",
            until: "work completed",
            pausesFor: [.waitingForParts, .waitingForCustomer, .movedToFactory],
            warnings: halfAndFourFifths,
            policy: "POL-02"
        ),
        ClockDefinition(
            "CK-09",
            .intake,
            "showroom-film",
            Bilingual(zh: "展厅影片", en: "film in the showroom"),
            .lasting(.minutes(5) ... .minutes(10)),
            from: "film started",
            until: "film ended"
        ),
        ClockDefinition(
            "CK-09",
            .intake,
            "showroom-presentation",
            Bilingual(zh: "展厅讲解", en: "presentation in the showroom"),
            .lasting(.minutes(15) ... .minutes(30)),
            from: "presentation started",
            until: "presentation ended"
        ),
        ClockDefinition(
            "CK-35",
            .intake,
            "guarantee-end",
            Bilingual(zh: "保修期届满", en: "end of the guarantee"),
            .months(12),
            from: "contract signed",
            until: "guarantee ended",
            policy: "POL-07"
        ),
    ]

    package static let schedules: [ScheduleDefinition] = []
}
