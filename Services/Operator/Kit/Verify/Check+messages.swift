import Messages

extension Check {
    private static let schemas = ServiceName.allCases.map(\.rawValue)
    private static let outboxes = schemas.map { "\($0).outbox" }

    /// The same question to every schema; `@` stands for its name.
    private static func everywhere(_ sql: String) -> String {
        schemas.map { sql.replacing("@", with: $0) }.joined(separator: "\nunion all\n")
    }

    private static let outcomes = """
        (\(everywhere("""
        select key, type from @.outbox
        where type in ('aftercare.command-completed.v1', 'aftercare.command-rejected.v1')
        """)))
        """

    /// What was sent, taken and answered.
    static let messages: [Check] = [
        Check(
            "every command has one outcome",
            tables: outboxes + ["gateway.command", "intake.foreign_inbox"],
            """
            with outcome as (select key, count(*) as n from \(outcomes) o group by key)
            select 'command ' || c.id || ' (' || coalesce(c.type, '?') || ') is still open' as violation
            from gateway.command c where c.state = 'accepted'
            union all
            select 'command ' || c.id || ' has ' || coalesce(o.n, 0) || ' outcomes'
            from gateway.command c left join outcome o on o.key = c.id::text
            where c.state <> 'accepted' and coalesce(o.n, 0) <> 1
            union all
            select 'record ' || i.source || ' ' || i.foreign_id || ' has ' || coalesce(o.n, 0) || ' outcomes'
            from intake.foreign_inbox i left join outcome o on o.key = i.id::text
            where i.type = 'org.openrepair.record.v0.3' and i.outcome in ('done', 'rejected')
              and coalesce(o.n, 0) <> 1
            union all
            select 'outcome of ' || o.key || ' never reached the gateway'
            from outcome o where not exists (select from gateway.command c where c.id::text = o.key)
            """
        ),
        Check(
            "no message was sent twice under one id",
            tables: outboxes,
            """
            select 'message ' || event_id || ' stands ' || count(*) || ' times in the outboxes' as violation
            from (\(everywhere("select event_id from @.outbox"))) o group by event_id having count(*) > 1
            """
        ),
        Check(
            "nothing was applied twice",
            tables: outboxes,
            """
            select type || ' ' || thing || ': ' || count(*) || ' times' as violation
            from (
                select type, convert_from(payload, 'UTF8')::jsonb ->> o.member as thing
                from (\(everywhere("select s.type, s.payload, once.member from @.outbox s join once using (type)"))) o
            ) e where thing is not null group by type, thing having count(*) > 1
            """,
            with: """
                once (type, member) as (values
                    ('aftercare.intake.case-registered.v1', 'caseID'),
                    ('aftercare.dispatch.work-order-completed.v1', 'workOrderID'),
                    ('aftercare.dispatch.work-order-not-repairable.v1', 'workOrderID'),
                    ('aftercare.parts.parts-reserved.v1', 'reservationID'),
                    ('aftercare.parts.parts-issued.v1', 'reservationID'),
                    ('aftercare.parts.parts-released.v1', 'reservationID'),
                    ('aftercare.returns.return-requested.v1', 'returnID'),
                    ('aftercare.returns.return-settled.v1', 'returnID'),
                    ('aftercare.surveys.survey-invited.v1', 'surveyID'),
                    ('aftercare.surveys.survey-answered.v1', 'surveyID'),
                    ('aftercare.complaints.complaint-registered.v1', 'complaintID'),
                    ('aftercare.complaints.complaint-closed.v1', 'complaintID'))
                """
        ),
        Check(
            "everything was published",
            tables: schemas.flatMap { ["\($0).outbox_unpublished", "\($0).relay_blocked"] },
            everywhere(
                """
                select '@ has ' || count(*) || ' unpublished messages on lane ' || lane as violation
                from @.outbox_unpublished group by lane
                union all
                select '@ waits with ' || topic || '/' || partition || ' since ' || since || ': ' || reason
                from @.relay_blocked
                """
            )
        ),
        Check(
            "the broker refused no message for good",
            tables: schemas.map { "\($0).outbox_quarantine" },
            everywhere(
                """
                select '@ could not send number ' || sequence || ' of ' || topic || '/' || partition || ': ' || reason
                    as violation
                from @.outbox_quarantine
                """
            )
        ),
        Check(
            "everything published was numbered without gaps",
            tables: outboxes + schemas.map { "\($0).relay_sequence" },
            everywhere(
                """
                select '@ numbered ' || s.next_sequence - 1 - s.left_out || ' messages of ' || s.topic || '/' || s.partition
                    || ' and holds ' || count(o.seq) as violation
                from @.relay_sequence s left join @.outbox o on o.topic = s.topic and o.partition = s.partition
                group by s.topic, s.partition, s.next_sequence, s.left_out
                having s.next_sequence - 1 - s.left_out < count(o.seq)
                    or (s.next_sequence - 1 - s.left_out > count(o.seq)
                        and not exists (select from @.outbox e where e.created_at < now() - interval '12 days'))
                """
            )
        ),
        Check(
            "everything published was taken by everyone who listens",
            tables: schemas.flatMap { ["\($0).relay_sequence", "\($0).consumer_sequence"] },
            """
            with sent as (\(everywhere("""
                select topic, partition, '//aftercare/@' as source, next_sequence from @.relay_sequence
                """))),
            taken as (\(everywhere("""
                select '@' as service, topic, partition, source, next_sequence, gap_sequence from @.consumer_sequence
                """)))
            select t.service || ' stands at ' || t.next_sequence || ' of ' || s.next_sequence || ' in ' || t.topic
                || '/' || t.partition || ' of ' || t.source || coalesce(', gap at ' || t.gap_sequence, '') as violation
            from taken t join sent s using (topic, partition, source)
            where t.next_sequence <> s.next_sequence or t.gap_sequence is not null
            """
        ),
        Check(
            "nothing was published that nobody takes",
            tables: schemas.flatMap { ["\($0).relay_sequence", "\($0).consumer_sequence"] },
            """
            select 'nobody took ' || topic || '/' || partition || ' of ' || source as violation
            from (\(everywhere("select topic, partition, '//aftercare/@' as source from @.relay_sequence"))) sent
            where topic not like '%.dlq.%' and not exists (
                select from (\(everywhere("select topic, partition, source from @.consumer_sequence"))) taken
                where (taken.topic, taken.partition, taken.source) = (sent.topic, sent.partition, sent.source)
            )
            """
        ),
        Check(
            "nothing is parked",
            tables: schemas.map { "\($0).parked_lane" },
            everywhere(
                """
                select '@: key ' || key || ' is ' || state || ' after ' || attempts || ' attempts: ' || reason
                    as violation
                from @.parked_lane
                """
            )
        ),
        Check(
            "the timeline tells every event once",
            tables: ["gateway.timeline_entry"],
            """
            select 'event ' || event_id || ' stands ' || count(*) || ' times' as violation
            from gateway.timeline_entry group by event_id having count(*) > 1
            """
        ),
    ]
}
