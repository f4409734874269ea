import Messages

extension Check {
    /// Requests, cases and their parts.
    static let cases: [Check] = [
        Check(
            "every Open Repair record has its case",
            tables: ["intake.foreign_inbox", "intake.service_case", "gateway.command"],
            """
            select 'record ' || i.source || ' ' || i.foreign_id || ' has no case' as violation
            from intake.foreign_inbox i left join gateway.command r on r.id = i.id
            where i.type = 'org.openrepair.record.v0.3' and i.outcome = 'done'
              and not exists (select from intake.service_case c where c.id::text = r.aggregate_id)
            """
        ),
        Check(
            "every service request has its case",
            tables: ["gateway.command", "intake.service_case"],
            """
            select 'request ' || r.id || ' has no case' as violation
            from gateway.command r
            where r.type = 'aftercare.intake.register-service-request.v1' and r.state = 'completed'
              and not exists (select from intake.service_case c where c.id = r.id)
            """
        ),
        Check(
            "every case has ended",
            tables: ["intake.service_case"],
            """
            select 'case ' || number || ' (' || id || ') is ' || status as violation
            from intake.service_case where status not in ('closed', 'cancelled')
            """
        ),
        Check(
            "a case that has ended has no open part",
            tables: [
                "intake.service_case", "dispatch.work_order", "returns.return_authorisation", "surveys.survey",
                "complaints.complaint",
            ],
            """
            select p.kind || ' ' || p.id || ' is ' || p.status || ' but case ' || c.number || ' is ' || c.status
                as violation
            from intake.service_case c join (
                select 'work order' as kind, id, case_id, status from dispatch.work_order
                where status not in ('done', 'not-repairable', 'cancelled')
                union all
                select 'return', id, case_id, status from returns.return_authorisation
                where status not in ('refused', 'settled')
                union all
                select 'survey', id, case_id, status from surveys.survey where status = 'invited'
                union all
                select 'complaint', id, case_id, status from complaints.complaint where status <> 'closed'
            ) p on p.case_id = c.id
            where c.status in ('closed', 'cancelled')
            """
        ),
        Check(
            "every part belongs to a case",
            tables: [
                "intake.service_case", "dispatch.work_order", "returns.return_authorisation", "surveys.survey",
                "complaints.complaint",
            ],
            """
            select p.kind || ' ' || p.id || ' has no case' as violation
            from (
                select 'work order' as kind, id, case_id from dispatch.work_order
                union all select 'return', id, case_id from returns.return_authorisation
                union all select 'survey', id, case_id from surveys.survey
                union all select 'complaint', id, case_id from complaints.complaint
            ) p where not exists (select from intake.service_case c where c.id = p.case_id)
            """
        ),
        Check(
            "every finished repair was surveyed once",
            tables: ["dispatch.work_order", "surveys.survey"],
            """
            select 'case ' || case_id || ': ' || done || ' finished repairs, ' || surveys || ' surveys' as violation
            from (
                select case_id, count(*) as done,
                    (select count(*) from surveys.survey s where s.case_id = w.case_id) as surveys
                from dispatch.work_order w where status = 'done' group by case_id
            ) q where done <> surveys
            """
        ),
        Check(
            "nobody was in two places",
            tables: ["dispatch.booking"],
            """
            select 'technician ' || a.technician_id || ' at ' || lower(a.during) as violation
            from dispatch.booking a join dispatch.booking b
              on a.technician_id = b.technician_id and a.during && b.during
             and (a.work_order_id, a.visit_number) < (b.work_order_id, b.visit_number)
            where a.released_at is null and b.released_at is null
            """
        ),
        Check(
            "the gateway shows every case as intake has it",
            tables: ["intake.service_case", "gateway.resource"],
            """
            select 'case ' || c.number || ' is ' || c.status || ', the gateway shows ' || coalesce(r.status, 'nothing')
                as violation
            from intake.service_case c
            left join gateway.resource r on r.collection = 'cases' and r.id = c.id::text
            where r.status is distinct from c.status
            """
        ),
    ]
}
