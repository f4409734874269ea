import Messages

extension Checker {
    private static let schemas = CaseLife.services.map(\.rawValue)

    /// The same question to every schema; `@` stands for its name.
    private static func everywhere(_ sql: String) -> String {
        schemas.map { sql.replacing("@", with: $0) }.joined(separator: "\nunion all\n")
    }

    /// One row for everything that is not at rest.
    static let openWork = """
        select 'no outcome yet for ' || count(*) || ' steps' as open from gateway.issued i
            where not exists (select from gateway.outcome o where o.command_id = i.id) having count(*) > 0
        union all select 'intake told ' || told || ' steps, parts took ' || took from (
            select (select count(*) from intake.outbox where type = 'aftercare.faults.stepped.v1') as told,
                (select count(*) from parts.effect) as took) q where told > took
        union all select 'not taken: ' || count(*) || ' notes' from gateway.partner_note n
            where acked and not exists (select from intake.effect e where e.what = 'note ' || n.foreign_id)
            having count(*) > 0
        union all select count(*) || ' reminders have not come' from intake.reminder p where not has_come
            and not exists (select from intake.reminder c where c.has_come and c.owner = p.owner) having count(*) > 0
        union all
        \(everywhere("""
            select '@: parked ' || key || ': ' || reason from @.parked_lane
            union all select '@: unpublished on lane ' || lane || ': ' || count(*) from @.outbox_unpublished group by lane
            """))
        union all \(notTaken("open"))
        """

    private static func notTaken(_ name: String) -> String {
        """
        select taken.service || ' stands at ' || taken.next_sequence || ' of ' || sent.next_sequence || ' in '
            || topic || '/' || partition || coalesce(', gap at ' || taken.gap_sequence, '') as \(name)
        from (\(everywhere("select topic, partition, '//aftercare/@' as source, next_sequence from @.relay_sequence")))
            sent join (\(everywhere("select '@' as service, * from @.consumer_sequence"))) taken
                using (topic, partition, source)
        where taken.next_sequence <> sent.next_sequence or taken.gap_sequence is not null
        """
    }

    /// What each invariant asks of the tables.
    static let questions: [(Invariant, String)] = [
        (
            .appliedOnce,
            """
            select service || ': ' || what || ' ' || message_id || ' had ' || count(*) || ' effects' as violation
            from (select 'intake' as service, * from intake.effect union all select 'parts', * from parts.effect) e
            group by service, what, message_id having count(*) > 1
            union all
            select 'outcome of ' || command_id || ' came ' || count(*) || ' times' from gateway.outcome
            group by command_id having count(*) > 1
            union all
            select 'note ' || what || ' had ' || count(*) || ' effects' from intake.effect where what like 'note %'
            group by what having count(*) > 1
            """
        ),
        (.appliedInOrder, appliedInOrder),
        (
            .stockConserved,
            """
            select id || ': ' || on_hand || ' on hand and ' || consumed || ' consumed' as violation
            from intake.shelf where on_hand + consumed <> \(CaseLife.openingStock) or on_hand < 0 or consumed < 0
            union all
            select 'consumed ' || consumed || ' units by ' || moved || ' steps' from (
                select (select coalesce(sum(consumed), 0) from intake.shelf) as consumed,
                    coalesce(sum(case action when 'cancel' then -1 else 1 end), 0) as moved
                from gateway.issued join intake.effect on message_id = id) q where consumed <> moved
            """
        ),
        (
            .moneyConserved,
            "select 'the accounts sum to ' || sum(balance) as violation from intake.account having sum(balance) <> 0"
        ),
        (
            .oneOutcome,
            """
            select 'step ' || i.id || ' (' || action || '): ' || coalesce(string_agg(o.state, ', '), 'no outcome')
                as violation
            from gateway.issued i left join gateway.outcome o on o.command_id = i.id
            group by i.id, action
            having array_agg(o.state) is distinct from array[case action when 'refuse' then 'rejected' else 'completed' end]
            """
        ),
        (.deadlineOnceNotEarly, deadlines),
        (
            .nothingStuck,
            """
            select 'step ' || number || ' of ' || case_id || ' is neither done nor refused nor parked' as violation
            from gateway.issued i where not exists (select from intake.inbox b where b.id = i.id)
            union all
            \(everywhere("select '@: ' || key || ' is parked without a reason' from @.parked_lane where reason = ''"))
            """
        ),
        (
            .receivedIsAccountedFor,
            """
            select 'intake took ' || took || ' steps: ' || done || ' done, ' || refused || ' refused, ' || parked
                || ' parked' as violation
            from (select count(*) as took, count(*) filter (where outcome = 'rejected') as refused,
                    count(*) filter (where outcome = 'parked') as parked,
                    (select count(*) from intake.effect where what = 'step') as done
                from intake.inbox where type = 'aftercare.faults.step.v1') q
            where took <> done + refused + parked
            union all \(notTaken("violation"))
            """
        ),
        (
            .bounded,
            """
            select application_name || ' has been idle in a transaction since ' || state_change as violation
            from pg_stat_activity where state like 'idle in transaction%' and state_change < now() - interval '60 s'
            union all
            \(everywhere("select '@: ' || count(*) || ' windows are open' from @.relay_tick where published_at is null having count(*) > 4"))
            """
        ),
    ]

    /// What was said and not refused, in order, is the list at intake; what intake told is the list at parts.
    private static let appliedInOrder = """
        select 'case ' || case_id || ' at intake: ' || expected || ' expected, is ' || coalesce(found, 'nothing')
            as violation
        from (select case_id, string_agg(number::text, ',' order by number) as expected
            from gateway.issued where action <> 'refuse' group by case_id) i
        left join (select id, (select string_agg(n, ',' order by place) from jsonb_array_elements_text(
            document -> 'numbers') with ordinality as e (n, place)) as found from intake.case_list) l on l.id = case_id
        where expected is distinct from found
        union all
        select 'case ' || a.id || ' at parts: ' || coalesce(b.document ->> 'numbers', 'nothing') || ', at intake: '
            || (a.document ->> 'numbers')
        from intake.case_list a left join parts.case_list b using (id)
        where a.document -> 'numbers' is distinct from b.document -> 'numbers'
        """

    private static let deadlines = """
        select owner || ' came ' || count(*) || ' times' as violation from intake.reminder where has_come
        group by owner having count(*) > 1
        union all
        select owner || ' never came' from intake.reminder p where not has_come
            and not exists (select from intake.reminder c where c.has_come and c.owner = p.owner)
        union all
        select owner || ' came early: ' || at || ' for ' || due_at from intake.reminder where has_come and at < due_at
        union all
        select c.owner || ' was never promised for ' || c.due_at from intake.reminder c where has_come and not exists (
            select from intake.reminder p where not p.has_come and p.owner = c.owner and p.due_at = c.due_at)
        """
}
