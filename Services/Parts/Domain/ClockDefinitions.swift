import Vocabulary

/// The recurring duties that parts owns, with the catalogue's figures.
package enum ClockDefinitions {
    package static let clocks: [ClockDefinition] = []

    package static let schedules: [ScheduleDefinition] = [
        ScheduleDefinition(
            "CK-21",
            .parts,
            "monthly-reconciliation",
            Bilingual(zh: "配件月度对账开票", en: "monthly reconciliation and invoice"),
            .recurring(.monthly(in: Recurrence.everyMonth, on: [.day(1)], at: .hours(6))),
            catchUp: .each,
            policy: "POL-13"
        ),
        ScheduleDefinition(
            "CK-26",
            .parts,
            "ageing-check",
            Bilingual(zh: "库龄检查", en: "ageing check"),
            .recurring(.daily(at: .hours(2)))
        ),
        ScheduleDefinition(
            "CK-27",
            .parts,
            "price-recalculation",
            Bilingual(zh: "价格公式重算", en: "recalculation of the price lists"),
            .recurring(.monthly(in: Recurrence.everyMonth, on: [.day(1)], at: .hours(3))),
            policy: "POL-11"
        ),
        ScheduleDefinition(
            "CK-27",
            .parts,
            "price-recalculation-on-change",
            Bilingual(zh: "公式变更时重算", en: "recalculation when the formula changes"),
            .whenever("price formula changed"),
            policy: "POL-11"
        ),
    ]
}
