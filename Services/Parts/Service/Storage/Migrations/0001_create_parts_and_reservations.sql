-- The catalogue.
create table part (
    id text primary key,
    version bigint not null,
    document jsonb not null,
    category text not null,
    updated_at timestamptz not null default now()
);

-- What work orders asked for, line by line.
create table reservation (
    id uuid primary key,
    version bigint not null,
    document jsonb not null,
    case_id uuid not null,
    work_order_id uuid not null,
    status text not null,
    updated_at timestamptz not null default now(),
    constraint reservation_status check (status in ('short', 'reserved', 'issued', 'released'))
);

create index reservation_case on reservation (case_id);
create index reservation_work_order on reservation (work_order_id);
