import Vocabulary

/// The recurring duties that the gateway owns, with the catalogue's figures.
package enum ClockDefinitions {
    package static let clocks: [ClockDefinition] = []

    package static let schedules: [ScheduleDefinition] = [
        ScheduleDefinition(
            "CK-20",
            .gateway,
            "supervision-report",
            Bilingual(zh: "监督报告呈总经理", en: "supervision report to the general manager"),
            .recurring(.monthly(in: Recurrence.everyMonth, on: [.last], at: .hours(18))),
            catchUp: .each
        ),
        yearly("CK-33", "system-revision", Bilingual(zh: "客户服务制度修订", en: "revision of the customer-service system")),
        yearly("CK-33", "strategy-kpi", Bilingual(zh: "战略指标设定", en: "setting of the strategy KPIs")),
        yearly("CK-33", "satisfaction-report", Bilingual(zh: "年度满意度报告", en: "yearly satisfaction report")),
        yearly("CK-34", "standard-review", Bilingual(zh: "服务标准复审", en: "review of the service standards")),
        ScheduleDefinition(
            "CK-34",
            .gateway,
            "standard-revision",
            Bilingual(zh: "服务标准及时修订", en: "revision of the service standards"),
            .whenever("service standard found wanting")
        ),
    ]

    private static func yearly(_ row: String, _ code: String, _ name: Bilingual) -> ScheduleDefinition {
        let rule = Recurrence.monthly(in: [1], on: [.day(1)], at: .hours(6))
        return ScheduleDefinition(row, .gateway, code, name, .recurring(rule))
    }
}
