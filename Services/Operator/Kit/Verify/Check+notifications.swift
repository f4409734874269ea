extension Check {
    /// What customers are told.
    static let notifications: [Check] = [
        Check(
            "one notification per person, event and channel",
            tables: ["notifications.notification"],
            """
            select 'event ' || event_id || ' on ' || channel || ': ' || count(*) || ' notifications' as violation
            from notifications.notification group by person, event_id, channel having count(*) > 1
            """
        ),
        Check(
            "every notification was delivered, once",
            tables: ["notifications.notification", "notifications.delivery_log"],
            """
            select 'notification ' || n.id || ' (' || n.stage || ', ' || n.channel || ') is ' || n.status || ', delivered '
                || count(l.id) || ' times' as violation
            from notifications.notification n
            left join notifications.delivery_log l on l.notification_id = n.id and l.result = 'delivered'
            group by n.id, n.stage, n.channel, n.status
            having n.status <> 'delivered' or count(l.id) <> 1
            """
        ),
        Check(
            "whoever had a case closed was told so",
            tables: ["notifications.notification", "intake.service_case"],
            """
            select 'case ' || c.number || ' (' || c.id || ') was closed without a word' as violation
            from intake.service_case c
            where c.status = 'closed' and not exists (
                select from notifications.notification n where n.case_id = c.id and n.stage = 'case-closed')
            """
        ),
    ]
}
