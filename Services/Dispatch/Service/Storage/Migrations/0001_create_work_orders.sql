-- Work orders as documents; beside them what lists and searches filter on.
create table work_order (
    id uuid primary key,
    version bigint not null,
    document jsonb not null,
    case_id uuid not null,
    region text not null,
    status text not null,
    updated_at timestamptz not null default now(),
    constraint work_order_status check (
        status in (
            'waiting-for-technician', 'assigned', 'under-way', 'arrived', 'waiting-for-parts', 'done',
            'not-repairable', 'cancelled'
        )
    )
);

create index work_order_case on work_order (case_id);

-- Who waits for a technician of a region, for the day one is registered.
create index work_order_waiting on work_order (region) where status = 'waiting-for-technician';

-- Which work orders a case has: messages of intake name the case alone.
create table case_work (
    id uuid primary key,
    version bigint not null,
    document jsonb not null,
    updated_at timestamptz not null default now()
);
