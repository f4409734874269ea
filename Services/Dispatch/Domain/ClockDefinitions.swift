import Vocabulary

/// The time limits and recurring duties that dispatch owns, with the catalogue's figures.
package enum ClockDefinitions {
    package static let clocks: [ClockDefinition] = [
        ClockDefinition(
            "CK-08",
            .dispatch,
            "early-arrival",
            Bilingual(zh: "提前到达顾客处", en: "arrive early at the customer"),
            .ahead(of: "promised time of the visit", by: .minutes(10) ... .minutes(10)),
            from: "visit planned",
            until: "technician arrived"
        ),
        ClockDefinition(
            "CK-08",
            .dispatch,
            "meet-visitor",
            Bilingual(zh: "提前迎接来访", en: "meet a visitor early"),
            .ahead(of: "planned visitor", by: .minutes(5) ... .minutes(10)),
            from: "visitor planned",
            until: "visitor met"
        ),
        ClockDefinition(
            "CK-37",
            .dispatch,
            "certificate-expiry",
            Bilingual(zh: "上岗证到期预警", en: "warning of an expiring certificate"),
            .ahead(of: "certificate expiry", by: .days(30) ... .days(30)),
            from: "certificate issued",
            until: "certificate renewed"
        ),
    ]

    package static let schedules: [ScheduleDefinition] =
        shifts + [
            monthly("CK-22", "one-to-one", Bilingual(zh: "经理与员工面谈", en: "manager's one-to-one with each employee")),
            monthly("CK-24", "monthly-maintenance-plan", Bilingual(zh: "月度保养计划", en: "monthly maintenance plan")),
            monthly("CK-28", "outlet-claim-comparison", Bilingual(zh: "网点索赔比较", en: "comparison of outlets' claims")),
            monthly("CK-29", "pay-run", Bilingual(zh: "绩效与工资核算", en: "KPI and pay run"), catchUp: .each),
            monthly("CK-30", "outsourced-tracking", Bilingual(zh: "外包网点跟踪", en: "tracking of outsourced outlets")),
            quarterly("CK-24", "quarterly-maintenance-plan", Bilingual(zh: "季度保养计划", en: "quarterly maintenance plan")),
            quarterly("CK-31", "outlet-assessment", Bilingual(zh: "网点考核", en: "assessment of outlets")),
            ScheduleDefinition(
                "CK-18",
                .dispatch,
                "weekly-report",
                Bilingual(zh: "周例会与周报", en: "weekly meeting and report"),
                .recurring(.weekly(.friday, at: .hours(14)))
            ),
            ScheduleDefinition(
                "CK-19",
                .dispatch,
                "month-end-slips",
                Bilingual(zh: "售后统计与单据交财务", en: "after-sale statistics and slips to finance"),
                .recurring(.monthly(in: Recurrence.everyMonth, on: [.day(30)], at: .hours(18))),
                catchUp: .each
            ),
            ScheduleDefinition(
                "CK-25",
                .dispatch,
                "daily-report",
                Bilingual(zh: "技术人员日报", en: "technician's daily report"),
                .recurring(.workingDays(at: .hours(18))),
                catchUp: .each
            ),
        ]

    /// Who is on duty when: the starts of the twelve-hour shifts, every day of the year.
    private static let shifts = [8, 9, 20].map { (hour: Int64) in
        ScheduleDefinition(
            "CK-23",
            .dispatch,
            "shift-from-\(hour.padded(to: 2))",
            Bilingual(zh: "\(hour) 点起十二小时班次", en: "shift of twelve hours from \(hour):00"),
            .recurring(.daily(at: .hours(hour))),
            catchUp: .none
        )
    }

    private static func monthly(
        _ row: String,
        _ code: String,
        _ name: Bilingual,
        catchUp: ScheduleDefinition.CatchUp = .once
    ) -> ScheduleDefinition {
        let rule = Recurrence.monthly(in: Recurrence.everyMonth, on: [.day(1)], at: .hours(6))
        return ScheduleDefinition(row, .dispatch, code, name, .recurring(rule), catchUp: catchUp)
    }

    private static func quarterly(_ row: String, _ code: String, _ name: Bilingual) -> ScheduleDefinition {
        let rule = Recurrence.monthly(in: Recurrence.everyQuarter, on: [.day(1)], at: .hours(6))
        return ScheduleDefinition(row, .dispatch, code, name, .recurring(rule))
    }
}
