-- The cases that intake has registered: a command that names any other is refused.
create table known_case (
    id uuid constraint known_case_pk primary key,
    version bigint not null constraint known_case_version_counts check (version > 0),
    document jsonb not null,
    updated_at timestamptz not null default now()
);
