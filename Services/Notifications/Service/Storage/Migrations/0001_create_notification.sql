-- Whom a case's messages go to, and the stages that came before that was known.
create table case_contact (
    id uuid constraint case_contact_pk primary key,
    version bigint not null constraint case_contact_version_counts check (version > 0),
    document jsonb not null,
    is_known text not null constraint case_contact_known_or_not check (is_known in ('known', 'unknown')),
    updated_at timestamptz not null default now()
);

-- One row per person, event and channel. The id is derived from these three; the constraint says it again.
create table notification (
    id uuid constraint notification_pk primary key,
    version bigint not null constraint notification_version_counts check (version > 0),
    document jsonb not null,
    case_id uuid not null,
    person text not null,
    event_id uuid not null,
    channel text not null constraint notification_channel_known check (channel in ('log', 'email')),
    stage text not null,
    status text not null constraint notification_status_known check (status in ('pending', 'delivered', 'failed')),
    updated_at timestamptz not null default now(),
    constraint notification_once unique (person, event_id, channel)
);

create index notification_case on notification (case_id);
create index notification_troubled on notification (updated_at) where status = 'failed';

-- What a delivery worker still has to do. While one works on a task, due_at lies ahead: when it dies, another one
-- takes the task over then.
create table delivery_task (
    notification_id uuid constraint delivery_task_pk primary key
        constraint delivery_task_of_notification references notification (id),
    channel text not null,
    due_at timestamptz not null default now()
);

create index delivery_task_due on delivery_task (channel, due_at);

-- Every attempt, insert-only. subject and body are personal data.
create table delivery_log (
    id bigint generated always as identity constraint delivery_log_pk primary key,
    notification_id uuid not null constraint delivery_log_of_notification references notification (id)
        deferrable initially deferred,
    channel text not null,
    result text not null constraint delivery_log_result_known check (result in ('delivered', 'deferred', 'failed')),
    reason text,
    subject text,
    body text,
    at timestamptz not null
);

create index delivery_log_notification on delivery_log (notification_id);
create unique index delivery_log_once on delivery_log (notification_id) where result = 'delivered';

comment on column delivery_log.subject is 'personal data';
comment on column delivery_log.body is 'personal data';
