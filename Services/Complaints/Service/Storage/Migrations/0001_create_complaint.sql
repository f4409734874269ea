-- One row per complaint. The clocks stand in columns too: lists sort by what is due next.
create table complaint (
    id uuid constraint complaint_pk primary key,
    version bigint not null constraint complaint_version_counts check (version > 0),
    document jsonb not null,
    case_id uuid not null,
    status text not null constraint complaint_status_known check (
        status in ('registered', 'acknowledged', 'answered', 'closed')
    ),
    urgency text not null constraint complaint_urgency_known check (urgency in ('special', 'urgent', 'normal')),
    owner text,
    visit_due timestamptz not null,
    handling_due timestamptz not null,
    breached_clocks bigint not null constraint complaint_breaches_counted check (breached_clocks between 0 and 2),
    updated_at timestamptz not null default now(),
    constraint complaint_owned_once_acknowledged check (status = 'registered' or owner is not null)
);

create index complaint_case on complaint (case_id);
create index complaint_open on complaint (handling_due) where status in ('registered', 'acknowledged');
