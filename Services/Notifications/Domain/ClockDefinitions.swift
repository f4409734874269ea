import Vocabulary

/// The time limits and recurring duties that notifications owns, with the catalogue's figures.
package enum ClockDefinitions {
    package static let clocks: [ClockDefinition] = [
        ClockDefinition(
            "CK-10",
            .notifications,
            "shipping-message",
            Bilingual(zh: "发货通知", en: "shipping message"),
            .noLaterThan("ship date"),
            from: "shipment planned",
            until: "customer told"
        ),
        ClockDefinition(
            "CK-10",
            .notifications,
            "goods-ready-message",
            Bilingual(zh: "备货完成通知（写明时刻）", en: "goods-ready message, which names the hour"),
            .noLaterThan("ship date"),
            from: "goods ready",
            until: "customer told"
        ),
    ]

    package static let schedules: [ScheduleDefinition] = [
        touch("call", Bilingual(zh: "售前电话", en: "pre-sale call"), 1),
        touch("e-mail", Bilingual(zh: "售前邮件", en: "pre-sale e-mail"), 1),
        touch("sms", Bilingual(zh: "售前短信", en: "pre-sale text message"), 2),
        ScheduleDefinition(
            "CK-17",
            .notifications,
            "december-gift",
            Bilingual(zh: "年末赠礼与需求计划", en: "gift and demand plan"),
            .recurring(.monthly(in: [12], on: [.day(1)], at: .hours(6)))
        ),
    ]

    private static func touch(_ code: String, _ name: Bilingual, _ times: Int) -> ScheduleDefinition {
        ScheduleDefinition(
            "CK-15",
            .notifications,
            "pre-sale-\(code)",
            name,
            .quota(times, inMonths: 1),
            catchUp: .none
        )
    }
}
