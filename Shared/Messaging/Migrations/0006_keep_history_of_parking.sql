-- What an operator must know of a lane: why it stands, and whether a try of it ever ended with its process.
alter table parked_lane
    add column code text not null default 'unknown',
    -- A try that has begun and not ended, and by which process; how many tries ended with their process.
    add column tried_by uuid,
    add column crashes integer not null default 0;

alter table parked_message
    add column cluster_id text not null default 'unknown',
    -- The record's own time, without which a message that names none would change its time by waiting.
    add column recorded_at timestamptz,
    add column message_id text,
    add column source text,
    add column type text,
    add column correlation_id uuid,
    add column traceparent text,
    add column code text not null default 'unknown',
    add column attempts integer not null default 0,
    add column first_error text,
    add column first_failed_at timestamptz,
    add column last_error text,
    add column last_failed_at timestamptz,
    -- How often an operator sent it on its way again.
    add column replays integer not null default 0,
    -- When its copy went to the dead letter topic.
    add column mirrored_at timestamptz,
    -- The dead letter that it was before an operator sent it on its way again.
    add column letter_id bigint,
    -- As it came, when an operator has changed it.
    add column original_value bytea,
    add column original_headers jsonb,
    add column edited_at timestamptz;

create index parked_message_type on parked_message (type);
create index parked_message_correlation on parked_message (correlation_id) where correlation_id is not null;

alter table dead_letter
    add column recorded_at timestamptz,
    add column message_id text,
    add column source text,
    add column type text,
    add column correlation_id uuid,
    add column traceparent text,
    add column state text not null default 'kept',
    add column settled_at timestamptz,
    add column replays integer not null default 0,
    add column original_value bytea,
    add column original_headers jsonb,
    add column edited_at timestamptz,
    add constraint dead_letter_state check (state in ('kept', 'replayed', 'discarded'));

create index dead_letter_kept on dead_letter (received_at) where state = 'kept';

-- The first batch of a process, while it is at work: what a process did that ended in the middle of it.
create table batch_marker (
    topic text not null,
    partition integer not null,
    log_offset bigint not null,
    process uuid not null,
    -- Whether the record at this offset was alone at work.
    is_single boolean not null,
    crashes integer not null default 0,
    primary key (topic, partition)
) with (fillfactor = 50);

-- Every change that a person made to parked messages and dead letters. Each line carries the digest of the one before
-- it, so that a line that was changed or taken away shows.
create table operator_audit (
    number bigint primary key,
    at timestamptz not null,
    operator text not null,
    action text not null,
    target text not null,
    reason text not null,
    before_digest text,
    after_digest text,
    details jsonb not null,
    previous_hash text not null,
    hash text not null
);
comment on table operator_audit is 'append-only';

create function chain_operator_audit() returns trigger
language plpgsql security definer set search_path from current as $$
declare
    last record;
begin
    perform pg_advisory_xact_lock(hashtext(tg_table_schema || '.operator_audit'));
    select number, hash into last from operator_audit order by number desc limit 1;
    new.number := coalesce(last.number, 0) + 1;
    new.at := clock_timestamp();
    new.previous_hash := coalesce(last.hash, '');
    new.hash := encode(sha256(convert_to(jsonb_build_array(new.number, extract(epoch from new.at), new.operator,
        new.action, new.target, new.reason, new.before_digest, new.after_digest, new.details,
        new.previous_hash)::text, 'UTF8')), 'hex');
    return new;
end $$;

create trigger operator_audit_chain before insert on operator_audit
    for each row execute function chain_operator_audit();

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;

create trigger operator_audit_stays before update or delete on operator_audit
    for each row execute function refuse_audit_change();
create trigger operator_audit_is_not_emptied before truncate on operator_audit
    for each statement execute function refuse_audit_change();
