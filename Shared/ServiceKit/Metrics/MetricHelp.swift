/// What each metric counts, for `# HELP`; by the name in the exposition.
enum MetricHelp {
    static func text(of name: String) -> String? { texts[name] }

    private static let texts: [String: String] = [
        "messaging_client_sent_messages_total": "Messages that the relay handed to the broker.",
        "messaging_client_consumed_messages_total": "Messages taken from the broker, copies included.",
        "messaging_client_operation_duration_seconds": "Duration of a send: from the first record to the last report.",
        "messaging_process_duration_seconds": "Duration of processing one batch, from claim to commit.",
        "aftercare_batch_failures_total": "Batches of which nothing has happened; they are given again.",
        "aftercare_critical_time_seconds": "From the sender's transaction to the commit of what it caused here.",
        "aftercare_inbox_messages_total": "Messages that were new here, by what became of them.",
        "aftercare_inbox_copies_total":
            "Deliveries of what was taken before; divided by the consumed ones, the duplicate ratio.",
        "aftercare_inbox_ahead_total": "Deliveries that wait for missing ones before them.",
        "aftercare_inbox_skipped_total": "Numbers that their sender will never publish: messages lost to this service.",
        "aftercare_inbox_gaps": "Partitions and senders of which messages are missing.",
        "aftercare_inbox_gap_oldest_seconds": "Age of the oldest gap.",
        "aftercare_relay_ticks_total": "Windows of the outbox that were published.",
        "aftercare_relay_replayed_messages_total": "Messages published again on request.",
        "aftercare_relay_quarantined_total": "Messages that the broker refused for good.",
        "aftercare_relay_blocked_partitions": "Partitions that the broker takes nothing for at present.",
        "aftercare_relay_log_losses_total": "Logs found cut off, emptied or replaced.",
        "aftercare_relay_rebase_needed": "1 while nothing is published because the database was restored.",
        "aftercare_relay_refused_total": "Reports of the broker that it did not take a message.",
        "aftercare_relay_lane_moves_total": "Lanes taken from others or given back.",
        "aftercare_relay_leases_lost_total": "Sessions that ended because another process holds the lanes.",
        "aftercare_outbox_oldest_unpublished_seconds":
            "Age of the oldest message that the broker has not acknowledged.",
        "aftercare_outbox_quarantined": "Messages that the broker will never take.",
        "aftercare_parked_lanes": "Keys whose messages wait.",
        "aftercare_parked_oldest_seconds": "How long the oldest key has waited.",
        "aftercare_dead_letters": "Records that could not be read as messages.",
        "aftercare_timer_pending": "Timers that are set.",
        "aftercare_timer_overdue_seconds": "How long the oldest timer that is due has not fired.",
        "aftercare_timer_lateness_seconds": "From the moment a timer was due to its firing.",
        "aftercare_consumer_partitions": "Partitions that this instance reads.",
        "aftercare_consumer_assigned_timestamp_seconds":
            "When this instance got its partitions, in seconds since 1970.",
        "aftercare_database_pool_waiting": "Callers that wait for a database connection now.",
        "aftercare_database_pool_waits": "How often a caller has had to wait since the start.",
        "aftercare_database_pool_wait_seconds": "How long callers have waited since the start, in all.",
        "aftercare_database_xmin_age_transactions": "Transactions between the oldest that runs and the newest.",
        "aftercare_database_oldest_transaction_seconds": "Age of this service's oldest open transaction.",
        "aftercare_reconciliation_differences": "Messages lost or invented, as the last reconciliation found.",
        "aftercare_reconciliation_age_seconds": "Time since the last reconciliation; -1 before the first.",
        "gateway_http_requests_total": "Requests answered.",
        "gateway_http_request_duration_seconds": "Duration of a request.",
    ]
}
