import Vocabulary

/// The time limits and recurring duties that surveys owns, with the catalogue's figures.
package enum ClockDefinitions {
    package static let clocks: [ClockDefinition] = [
        ClockDefinition(
            "CK-11",
            .surveys,
            "completion-call",
            Bilingual(zh: "竣工回访", en: "call after completion"),
            .sameDay,
            from: "work accepted",
            until: "customer called"
        )
    ]

    package static let schedules: [ScheduleDefinition] = [
        ScheduleDefinition(
            "CK-12",
            .surveys,
            "project-return-call",
            Bilingual(zh: "项目回访", en: "return call for a delivered project"),
            .anchored(to: "project delivered", [.init(.months(1), times: 12), .init(.months(3))]),
            policy: "POL-14"
        ),
        ScheduleDefinition(
            "CK-13",
            .surveys,
            "care-visit-near",
            Bilingual(zh: "近处顾客拜访", en: "care visit to a near customer"),
            .recurring(.monthly(in: Recurrence.everyMonth, on: [.day(1), .day(16)], at: .hours(6))),
            policy: "POL-14"
        ),
        ScheduleDefinition(
            "CK-13",
            .surveys,
            "care-visit-far",
            Bilingual(zh: "远处顾客拜访", en: "care visit to a far customer"),
            .recurring(.monthly(in: Recurrence.everyQuarter, on: [.day(1)], at: .hours(6))),
            policy: "POL-14"
        ),
        ScheduleDefinition(
            "CK-13",
            .surveys,
            "care-conference-abroad",
            Bilingual(zh: "境外顾客电话会议", en: "phone conference with a customer abroad"),
            .recurring(.monthly(in: Recurrence.everyQuarter, on: [.day(1)], at: .hours(6))),
            policy: "POL-14"
        ),
        ScheduleDefinition(
            "CK-14",
            .surveys,
            "salesperson-visit",
            Bilingual(zh: "销售人员走访", en: "salesperson's visit"),
            .quota(2, inMonths: 12),
            policy: "POL-14"
        ),
        ScheduleDefinition(
            "CK-16",
            .surveys,
            "satisfaction-round",
            Bilingual(zh: "满意度调查", en: "satisfaction round"),
            .recurring(.monthly(in: [5, 10], on: [.day(1)], at: .hours(6))),
            policy: "POL-16"
        ),
    ]
}
