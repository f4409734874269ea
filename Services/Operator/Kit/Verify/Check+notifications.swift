extension Check {
    /// What customers are told.
    static let notifications: [Check] = [
        Check(
            "one notification per person, event and channel",
            tables: ["notifications.notification"],
            """
            select 'event ' || event_id || ' on ' || channel || ': ' || count(*) || ' notifications' as violation
            from notifications.notification group by event_id, channel, recipient having count(*) > 1
            """
        )
    ]
}
