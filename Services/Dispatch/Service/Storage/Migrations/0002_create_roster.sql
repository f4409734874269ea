-- One row per region: whoever plans visits there, or registers technicians, locks it first.
create table region (
    id text primary key,
    version bigint not null default 0,
    -- Whether the next announcement of the technicians' open visits is arranged.
    is_announcement_due boolean not null default false
);

create table technician (
    id uuid primary key,
    document jsonb not null,
    employee_number text not null,
    region text not null,
    -- Open visits as the read models know them, and how often they were told.
    announced_visits bigint not null,
    revision bigint not null,
    updated_at timestamptz not null default now(),
    constraint technician_employee_number unique (employee_number)
);

create index technician_region on technician (region, id);

-- A range of technicians. Ranges compare under GiST without any extension, and a range of one technician overlaps
-- another only if it is the same one: what `btree_gist` would give for plain equality, but in this schema alone.
create type technician_range as range (subtype = uuid);

-- The time that visits take from technicians. A visit that ended early gives its time back; the row stays as the
-- record of who was sent when.
create table booking (
    work_order_id uuid not null,
    visit_number bigint not null,
    technician_id uuid not null references technician (id),
    during tstzrange not null,
    booked_at timestamptz not null default now(),
    released_at timestamptz,
    primary key (work_order_id, visit_number),
    constraint booking_visit_number check (visit_number > 0),
    constraint booking_during check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
    -- Nobody is in two places: holds whatever the code does, also across instances.
    constraint booking_overlap exclude using gist (
        technician_range(technician_id, technician_id, '[]') with &&, during with &&
    ) where (released_at is null)
);

create index booking_upcoming on booking (technician_id, upper(during)) where released_at is null;
