-- A case (服务单): the document holds registration, clocks and parts; the columns are what lists filter on.
create table service_case (
    id uuid primary key,
    version bigint not null,
    document jsonb not null,
    number text not null,
    status text not null,
    outcome text,
    destination text not null,
    region text not null,
    registered_at timestamptz not null,
    ended_at timestamptz,
    updated_at timestamptz not null default now(),
    constraint service_case_number unique (number),
    constraint service_case_status check (status in ('registered', 'in-progress', 'closed', 'cancelled')),
    constraint service_case_end check ((status in ('closed', 'cancelled')) = (ended_at is not null)),
    constraint service_case_outcome check ((outcome is null) = (ended_at is null))
);

create index service_case_open on service_case (registered_at) where ended_at is null;

-- The last case number given out; one row, whose lock orders the registrations of all instances.
create table case_counter (
    id text primary key,
    version bigint not null,
    document jsonb not null,
    updated_at timestamptz not null default now()
);

-- The id is derived from what the customer is recognised by (phone, else e-mail, else name).
create table customer_file (
    id uuid primary key,
    version bigint not null,
    document jsonb not null,
    region text not null,
    last_contact_at timestamptz not null,
    updated_at timestamptz not null default now()
);

-- The id is derived from brand and serial number, else from the owner and the kind of product.
create table product_file (
    id uuid primary key,
    version bigint not null,
    document jsonb not null,
    standing text not null,
    category text not null,
    serial_number text,
    last_case_at timestamptz not null,
    updated_at timestamptz not null default now(),
    constraint product_file_standing check (standing in ('to-verify', 'verified'))
);

create index product_file_serial_number on product_file (serial_number) where serial_number is not null;
