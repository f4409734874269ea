-- What this service has to say, written in the transaction that made it true. Insert-only: the relay reads it by
-- snapshot windows (relay_tick), so `seq` needs no gaps closed and no row is ever updated.
create sequence outbox_seq cache 1;

create table outbox (
    seq bigint not null default nextval('outbox_seq'),
    xid xid8 not null default pg_current_xact_id(),
    -- Unit of relay ownership: partition modulo the number of lanes.
    lane smallint not null,
    topic text not null,
    partition integer not null,
    key text not null,
    event_id uuid not null,
    type text not null,
    correlation_id uuid,
    headers jsonb not null,
    payload bytea not null,
    created_at timestamptz not null default now(),
    constraint outbox_payload_size check (octet_length(payload) <= 262144)
) partition by range (created_at);

create index outbox_lane_xid on outbox (lane, xid);
create index outbox_correlation on outbox (correlation_id) where correlation_id is not null;

-- A row that the broker will never take. A placeholder with its sequence number was published instead, so that
-- consumers do not wait for it.
create table outbox_quarantine (
    seq bigint primary key,
    topic text not null,
    partition integer not null,
    sequence bigint not null,
    reason text not null,
    quarantined_at timestamptz not null default now()
);

create table relay_lane (
    lane smallint primary key,
    epoch bigint not null default 0,
    owner text,
    expires_at timestamptz not null default '-infinity',
    -- The last tick that the broker has acknowledged in full, and the snapshot that ended it.
    tick bigint not null default 0,
    snapshot pg_snapshot not null default '1:1:'
) with (fillfactor = 50);

insert into relay_lane (lane) select generate_series(0, 3);

-- A tick is the set of rows visible in `upper` and not in `lower`, ordered by seq: read again, it is the same rows in
-- the same order. It is written before it is published; `starts` holds the first sequence number of each partition
-- it touched ("topic/partition" → number) once it is published.
create table relay_tick (
    lane smallint not null,
    tick bigint not null,
    lower pg_snapshot not null,
    upper pg_snapshot not null,
    opened_at timestamptz not null default now(),
    published_at timestamptz,
    starts jsonb,
    primary key (lane, tick)
);

create table relay_sequence (
    topic text not null,
    partition integer not null,
    next_sequence bigint not null,
    primary key (topic, partition)
) with (fillfactor = 50);

-- Which broker holds what was published; another one holds nothing of it.
create table relay_cluster (
    lane smallint primary key,
    cluster_id text not null
);

-- Stretches that a consumer asked for again.
create table relay_replay (
    id bigint generated always as identity primary key,
    topic text not null,
    partition integer not null,
    from_sequence bigint not null,
    requested_by text not null,
    requested_at timestamptz not null default now(),
    done_at timestamptz
);

-- Day partitions are made ahead and dropped when old; run by the service, owned by the schema's owner.
create function maintain_outbox(ahead integer, keep interval) returns void
language plpgsql security definer set search_path from current as $$
declare
    day date;
    old record;
    is_published boolean;
    home text := (select nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where c.oid = 'outbox'::regclass);
begin
    perform pg_advisory_xact_lock(hashtext(home || '.maintain_outbox'));
    for day in select generate_series(current_date - 1, current_date + ahead, interval '1 day')::date loop
        if to_regclass(format('%I.%I', home, 'outbox_' || to_char(day, 'YYYYMMDD'))) is null then
            execute format('create table %I.%I partition of %I.outbox for values from (%L) to (%L)', home,
                'outbox_' || to_char(day, 'YYYYMMDD'), home, day::timestamptz, (day + 1)::timestamptz);
        end if;
    end loop;
    delete from relay_tick where published_at < now() - keep;
    for old in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'outbox'::regclass and c.relname ~ '^outbox_\d{8}$'
          and to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - keep
    loop
        -- Published in full, and in no window that could still be asked for again.
        execute format('select not exists (select from %I.%I o join relay_lane l using (lane)
            where not pg_visible_in_snapshot(o.xid, l.snapshot) or o.xid >= (
                select pg_snapshot_xmin(lower) from relay_tick order by 1 limit 1))', home, old.relname)
        into is_published;
        continue when not is_published;
        execute format('drop table %I.%I', home, old.relname);
    end loop;
end $$;

select maintain_outbox(7, interval '14 days');
