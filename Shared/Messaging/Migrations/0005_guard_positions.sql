-- By its last record a log is recognised as the one that was read.
alter table consumer_offset add column last_event text, add column last_digest text;

-- What this service may have missed because a broker dropped it or holds another log. Where senders number their
-- messages (consumer_sequence) they are asked for it; where they do not, an operator has to ask the integrator.
create table consumer_gap (
    id bigint generated always as identity primary key,
    cluster_id text not null,
    topic text not null,
    partition integer not null,
    kind text not null,
    from_offset bigint not null,
    -- Null when nobody knows how far the log went.
    to_offset bigint,
    detected_at timestamptz not null default now(),
    constraint consumer_gap_kind check (kind in ('overtaken', 'log-changed')),
    constraint consumer_gap_once unique nulls not distinct
        (cluster_id, topic, partition, kind, from_offset, to_offset)
);

-- Messages that are known by their arrival are forgotten by it.
create index foreign_inbox_arrival on foreign_inbox (received_at);

-- Generations come from one sequence, so that an owner's next deadline has a higher one although the row of the last
-- was removed.
create sequence timer_generation;
select setval('timer_generation', (select coalesce(max(generation), 0) + 1 from timer));

-- Set once nothing more can come of a timer: its deadline was handled, or it was cancelled. Such rows are removed later.
alter table timer add column settled_at timestamptz;
update timer set settled_at = now() where state <> 'pending';
create index timer_settled on timer (settled_at) where settled_at is not null;
