import Messages

extension Count {
    private static func sum(_ sql: String) -> String {
        "select sum(n)::bigint from ("
            + ServiceName.allCases.map { sql.replacing("@", with: $0.rawValue) }.joined(separator: " union all ")
            + ") q"
    }

    private static func everywhere(_ table: String) -> [String] {
        ServiceName.allCases.map { "\($0.rawValue).\(table)" }
    }

    static let all: [Count] = [
        Count("cases", tables: ["intake.service_case"], "select count(*) from intake.service_case"),
        Count("work orders", tables: ["dispatch.work_order"], "select count(*) from dispatch.work_order"),
        Count("visits", tables: ["dispatch.booking"], "select count(*) from dispatch.booking"),
        Count("reservations", tables: ["parts.reservation"], "select count(*) from parts.reservation"),
        Count("stock movements", tables: ["parts.stock_movement"], "select count(*) from parts.stock_movement"),
        Count(
            "returns",
            tables: ["returns.return_authorisation"],
            "select count(*) from returns.return_authorisation"
        ),
        Count("surveys", tables: ["surveys.survey"], "select count(*) from surveys.survey"),
        Count("complaints", tables: ["complaints.complaint"], "select count(*) from complaints.complaint"),
        Count(
            "notifications",
            tables: ["notifications.notification"],
            "select count(*) from notifications.notification"
        ),
        Count("commands", tables: ["gateway.command"], "select count(*) from gateway.command"),
        Count(
            "commands rejected",
            tables: ["gateway.command"],
            "select count(*) from gateway.command where state = 'rejected'"
        ),
        Count("messages sent", tables: everywhere("outbox"), sum("select count(*) as n from @.outbox")),
        Count("messages taken", tables: everywhere("inbox"), sum("select count(*) as n from @.inbox")),
        Count(
            "messages of integrators",
            tables: everywhere("foreign_inbox"),
            sum("select count(*) as n from @.foreign_inbox")
        ),
        Count("parked keys", tables: everywhere("parked_lane"), sum("select count(*) as n from @.parked_lane")),
        Count("dead letters", tables: everywhere("dead_letter"), sum("select count(*) as n from @.dead_letter")),
    ]
}
