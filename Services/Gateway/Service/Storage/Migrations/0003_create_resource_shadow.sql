-- The lists that are being rebuilt: their snapshots go into the shadow too, until it takes the place of what is shown.
create table resource_rebuild (
    collection text collate "C" constraint resource_rebuild_pk primary key,
    rebuild_id uuid not null,
    started_at timestamptz not null default now()
);

create table resource_shadow (
    collection text collate "C",
    id text collate "C",
    case_id uuid,
    status text,
    version bigint not null,
    labels text[] not null,
    document jsonb not null,
    constraint resource_shadow_pk primary key (collection, id)
);
