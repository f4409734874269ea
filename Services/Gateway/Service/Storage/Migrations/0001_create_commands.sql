-- Every command that was accepted here or whose outcome arrived; the one place where a sender learns what became of it.
create table command (
    id uuid,
    -- Unknown for a command that came from a topic.
    sender text,
    type text,
    state text not null,
    accepted_at timestamptz not null default now(),
    ended_at timestamptz,
    -- What a completed command made or changed.
    aggregate text,
    aggregate_id text,
    aggregate_version bigint,
    -- Why a rejected command changed nothing (RFC 9457).
    problem jsonb,
    constraint command_pk primary key (id),
    constraint command_state_known check (state in ('accepted', 'completed', 'rejected')),
    constraint command_end_known check ((state = 'accepted') = (ended_at is null)),
    constraint command_problem_when_rejected check ((state = 'rejected') = (problem is not null))
);

create index command_open on command (accepted_at) where state = 'accepted';

-- The requests of the last 48 hours that came with an Idempotency-Key.
create table idempotency_key (
    sender text,
    key text,
    -- SHA-256 of what was asked.
    fingerprint bytea not null,
    command_id uuid not null,
    created_at timestamptz not null default now(),
    constraint idempotency_key_pk primary key (sender, key)
);

create index idempotency_key_age on idempotency_key (created_at);
