-- One pending deadline per owner and kind. A new one or a cancellation raises the generation, so that a deadline
-- already on its way is recognised as stale.
create table timer (
    owner text not null,
    kind text not null,
    generation bigint not null,
    due_at timestamptz not null,
    payload jsonb,
    state text not null,
    fired_at timestamptz,
    primary key (owner, kind),
    constraint timer_state check (state in ('pending', 'fired', 'cancelled'))
) with (fillfactor = 70);

create index timer_due on timer (due_at) where state = 'pending';
