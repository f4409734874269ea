-- Transaction numbers begin again where a dump is restored: rows and windows of one era are compared with each other
-- only. `aftercare rebase` begins the next era.
alter table outbox add column era smallint not null default 1;
alter table relay_tick add column era smallint not null default 1;
alter table relay_lane add column era smallint not null default 1;

create index outbox_lane_era_xid on outbox (lane, era, xid);
-- A long window is read in slices, each beginning where the last one ended.
create index outbox_lane_era_seq on outbox (lane, era, seq);
alter table relay_tick add column first_seq bigint not null default 0;
alter table relay_tick add column last_seq bigint not null default 9223372036854775807;
drop index outbox_lane_xid;
create index relay_tick_upper on relay_tick (lane, era, pg_snapshot_xmax(upper), tick);

-- Names the database in which these tables were made: a dump restored elsewhere, or over it, has another name.
create function database_stamp() returns text
language plpgsql stable security definer set search_path from current as $$
declare
    place text := (select oid from pg_database where datname = current_database()) || '.' || 'relay_lane'::regclass::oid;
begin
    return (select system_identifier from pg_control_system()) || '.' || place;
exception when insufficient_privilege then
    return 'unnamed.' || place;
end $$;

create table relay_home (
    only_row boolean primary key default true check (only_row),
    era smallint not null default 1,
    stamp text not null
);

insert into relay_home (stamp) values (database_stamp());

-- Where the newest acknowledged record of a partition lies, and its id: a log that ends before it, or holds another
-- record there, has lost what was published.
alter table relay_sequence add column last_offset bigint;
alter table relay_sequence add column last_id text;
-- Numbers that a rebase left out: they were in use for messages that this database has forgotten.
alter table relay_sequence add column left_out bigint not null default 0;

-- Who shares the lanes.
create table relay_instance (
    instance text primary key,
    expires_at timestamptz not null
);

-- Partitions that the broker takes nothing for (an unknown topic, a right that is missing): what they get from this
-- number on is counted and waits in the outbox.
create table relay_blocked (
    topic text not null,
    partition integer not null,
    from_sequence bigint not null,
    reason text not null,
    since timestamptz not null default now(),
    primary key (topic, partition)
);

-- An operator may ask for one case only, and for not too much at once.
alter table relay_replay add column correlation_id uuid;
alter table relay_replay add column rate integer;
alter table relay_replay add column published bigint not null default 0;
create index relay_replay_open on relay_replay (topic, partition) where done_at is null;

-- What no window that the broker has acknowledged holds.
create view outbox_unpublished as
    select o.lane, o.seq, o.topic, o.partition, o.created_at from relay_lane l
    join outbox o on o.lane = l.lane and o.era = l.era and o.xid >= pg_snapshot_xmin(l.snapshot)
        and not pg_visible_in_snapshot(o.xid, l.snapshot)
    union all
    select o.lane, o.seq, o.topic, o.partition, o.created_at from relay_lane l
    join outbox o on o.lane = l.lane and o.era > l.era;

create or replace function maintain_outbox(ahead integer, keep interval) returns void
language plpgsql security definer set search_path from current as $$
declare
    day date;
    old record;
    is_needed boolean;
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
    -- A lane with a partition that waits keeps its windows: they say which numbers the waiting messages have.
    delete from relay_tick t where published_at < now() - keep
        and not exists (select from relay_blocked b where b.partition % 4 = t.lane);
    delete from relay_replay where done_at < now() - keep;
    for old in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'outbox'::regclass and c.relname ~ '^outbox_\d{8}$'
          and to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - keep
    loop
        -- Not yet published, or in a window that could still be asked for again.
        execute format('
            select exists (select from %1$I.%2$I o join relay_lane l using (lane)
                left join (select distinct on (lane, era) lane, era, pg_snapshot_xmin(lower) as first from relay_tick
                    order by lane, era, 3) kept on kept.lane = o.lane and kept.era = o.era
                where o.era > l.era or (o.era = l.era and not pg_visible_in_snapshot(o.xid, l.snapshot))
                    or o.xid >= kept.first)', home, old.relname)
        into is_needed;
        continue when is_needed;
        execute format('drop table %I.%I', home, old.relname);
    end loop;
end $$;
