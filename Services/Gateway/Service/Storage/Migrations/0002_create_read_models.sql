-- The newest snapshot of everything that services publish; one table for all collections.
create table resource (
    collection text collate "C",
    id text collate "C",
    -- Counts up as things become known here: what lists are sorted by.
    position bigint generated always as identity,
    case_id uuid,
    status text,
    version bigint not null,
    -- `collection/field=value` for each field that a list may be filtered by.
    labels text[] not null,
    document jsonb not null,
    updated_at timestamptz not null default now(),
    constraint resource_pk primary key (collection, id)
);

create index resource_position on resource (collection, position);
create index resource_status on resource (collection, status, position) where status is not null;
create index resource_case on resource (case_id, collection, id) where case_id is not null;
create index resource_label on resource using gin (labels);

-- What happened to a case, as told by the services' events.
create table timeline_entry (
    case_id uuid,
    at timestamptz,
    event_id uuid,
    type text not null,
    service text not null,
    data jsonb not null,
    constraint timeline_entry_pk primary key (case_id, at, event_id)
);
