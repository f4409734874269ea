-- A timer remembers the trace that set it.
alter table timer add column traceparent text, add column tracestate text;

-- What this service listens to, written by its consumers when they start.
create table consumer_subscription (
    topic text,
    type text,
    since timestamptz not null default now(),
    noted_at timestamptz not null default now(),
    constraint consumer_subscription_pk primary key (topic, type)
);

-- Which instance reads a partition now.
create table consumer_assignment (
    topic text,
    partition integer,
    instance text not null,
    assigned_at timestamptz not null default now(),
    constraint consumer_assignment_pk primary key (topic, partition)
) with (fillfactor = 50);

-- What comparisons of outbox, topics and inboxes have found for what this service sent.
create table reconciliation (
    id bigint generated always as identity constraint reconciliation_pk primary key,
    finished_at timestamptz not null default now(),
    -- Hours and partitions compared, and messages in them.
    buckets bigint not null,
    messages bigint not null,
    lost bigint not null,
    invented bigint not null,
    details jsonb not null
);

create index reconciliation_newest on reconciliation (finished_at);

-- Snapshots of all aggregates of one kind that are to be sent again, in the order of their ids.
create table snapshot_task (
    collection text constraint snapshot_task_pk primary key,
    rebuild_id uuid not null,
    state text not null,
    -- The last id that was sent; the next batch begins behind it.
    last_id text,
    sent bigint not null default 0,
    -- Live traffic comes first: at most so many per second.
    rate integer not null,
    requested_at timestamptz not null default now(),
    ended_at timestamptz,
    constraint snapshot_task_state check (state in ('open', 'done', 'cancelled')),
    constraint snapshot_task_rate check (rate between 1 and 100000)
);

-- The oldest message of each lane that no acknowledged window holds: one step into the index, however long the backlog.
create view outbox_waiting as
    select l.lane, first.created_at from relay_lane l cross join lateral (
        select o.created_at from outbox o
        where o.lane = l.lane and (o.era, o.xid) >= (l.era, pg_snapshot_xmin(l.snapshot))
            and (o.era > l.era or not pg_visible_in_snapshot(o.xid, l.snapshot))
        order by o.era, o.xid limit 1) first;
