-- What this service has taken from the topics. A message is claimed here before it has any effect; the unique index is
-- the fence between two instances.

-- Messages of the suite itself: version 7 ids, partitioned by the time inside the id so that the key stays unique
-- across days and old days are dropped whole.
create table inbox (
    id uuid primary key,
    type text not null,
    outcome text not null,
    reason text,
    received_at timestamptz not null default now(),
    constraint inbox_outcome check (outcome in ('done', 'rejected', 'parked', 'discarded'))
) partition by range (id);

-- Messages of integrators, known by their own source and id.
create table foreign_inbox (
    source text not null,
    foreign_id text not null,
    id uuid not null,
    type text not null,
    outcome text not null,
    reason text,
    received_at timestamptz not null default now(),
    primary key (source, foreign_id),
    constraint foreign_inbox_outcome check (outcome in ('done', 'rejected', 'parked', 'discarded'))
);

create index foreign_inbox_id on foreign_inbox (id);

-- Where to go on reading, and on which broker that holds.
create table consumer_offset (
    topic text not null,
    partition integer not null,
    cluster_id text not null,
    next_offset bigint not null,
    primary key (topic, partition)
) with (fillfactor = 50);

-- The record of what has been applied: senders number what they publish per partition, without gaps.
create table consumer_sequence (
    topic text not null,
    partition integer not null,
    source text not null,
    next_sequence bigint not null,
    -- Set while messages are missing: what arrived instead, since when, and when they were last asked for.
    gap_sequence bigint,
    gap_since timestamptz,
    gap_requested_at timestamptz,
    primary key (topic, partition, source)
) with (fillfactor = 50);

-- What could not be read as a message: the bytes as they came, with the reason.
create table dead_letter (
    id bigint generated always as identity primary key,
    cluster_id text not null,
    topic text not null,
    partition integer not null,
    log_offset bigint not null,
    key bytea,
    value bytea,
    headers jsonb not null,
    code text not null,
    reason text not null,
    received_at timestamptz not null default now(),
    constraint dead_letter_once unique (cluster_id, topic, partition, log_offset)
);

-- One lane per key whose head could not be handled; later messages of the key queue behind it.
create table parked_lane (
    key text primary key,
    state text not null,
    reason text not null,
    attempts integer not null,
    next_attempt_at timestamptz not null,
    parked_at timestamptz not null default now(),
    constraint parked_lane_state check (state in ('waiting', 'dead'))
);

create index parked_lane_due on parked_lane (next_attempt_at) where state = 'waiting';

create table parked_message (
    position bigint generated always as identity primary key,
    key text not null references parked_lane,
    topic text not null,
    partition integer not null,
    log_offset bigint not null,
    record_key bytea,
    value bytea,
    headers jsonb not null,
    parked_at timestamptz not null default now()
);

create index parked_message_key on parked_message (key, position);

create function first_id_of(day date) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from day::timestamp) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

create function maintain_inbox(ahead integer, keep interval) returns void
language plpgsql security definer set search_path from current as $$
declare
    day date;
    old record;
    home text := (select nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where c.oid = 'inbox'::regclass);
begin
    perform pg_advisory_xact_lock(hashtext(home || '.maintain_inbox'));
    for day in select generate_series(current_date - keep, current_date + ahead, interval '1 day')::date loop
        if to_regclass(format('%I.%I', home, 'inbox_' || to_char(day, 'YYYYMMDD'))) is null then
            execute format('create table %I.%I partition of %I.inbox for values from (%L) to (%L)', home,
                'inbox_' || to_char(day, 'YYYYMMDD'), home, first_id_of(day), first_id_of(day + 1));
        end if;
    end loop;
    for old in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'inbox'::regclass and c.relname ~ '^inbox_\d{8}$'
          and to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - keep
    loop
        execute format('drop table %I.%I', home, old.relname);
    end loop;
end $$;

select maintain_inbox(7, interval '14 days');
