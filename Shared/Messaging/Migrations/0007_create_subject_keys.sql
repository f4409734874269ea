-- Keys of personal values. A row without `wrapped` says that the key was destroyed: what it sealed can never be read
-- again, here or anywhere.
create table subject_key (
    key_id uuid constraint subject_key_pk primary key,
    -- A case or a member of staff.
    subject uuid not null,
    wrapped bytea,
    -- Made here, so its erased form is told from here.
    is_own boolean not null,
    issued_at timestamptz not null default now(),
    erased_at timestamptz,
    constraint subject_key_erased check ((wrapped is null) = (erased_at is not null))
);

create index subject_key_subject on subject_key (subject);

-- Remembered for ever: a key that comes late, from a replay or a restored dump, is refused.
create table erased_subject (
    subject uuid constraint erased_subject_pk primary key,
    erased_at timestamptz not null default now()
);

-- Takes keys in and returns those that are kept. The lock orders it against an erasure of the same subject.
create function keep_subject_keys(ids uuid[], subjects uuid[], wraps bytea[], own boolean) returns setof uuid
language plpgsql set search_path from current as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('subject ' || subject, 7))
        from (select distinct unnest(subjects) as subject order by 1) as locked;
    insert into subject_key (key_id, subject, wrapped, is_own, erased_at)
    select key_id, subject, case when erased.subject is null then wrapped end, own, erased.erased_at
    from unnest(ids, subjects, wraps) as new (key_id, subject, wrapped)
        left join erased_subject erased using (subject)
    on conflict (key_id) do nothing;
    return query select key_id from subject_key where key_id = any(ids) and wrapped is not null;
end $$;

-- Destroys keys: in their table, in what is still to be published or published again, and in what waits or could not
-- be read. Rows of the outbox keep their place, so that a replay gives the same numbers.
create function erase_subjects(subjects uuid[]) returns integer
language plpgsql security definer set search_path from current as $$
declare
    ids uuid[];
begin
    perform pg_advisory_xact_lock(hashtextextended('subject ' || subject, 7))
        from (select distinct unnest(subjects) as subject order by 1) as locked;
    insert into erased_subject (subject) select distinct unnest(subjects) on conflict do nothing;
    select coalesce(array_agg(key_id), '{}') into ids from subject_key where subject = any(subjects);
    update subject_key set wrapped = null, erased_at = now() where subject = any(subjects) and wrapped is not null;
    update outbox set payload = convert_to(
            jsonb_build_object('keyID', key, 'subject', convert_from(payload, 'utf8')::jsonb ->> 'subject')::text,
            'utf8')
    where topic = 'aftercare.runtime.subject-key.state.v1' and key = any(ids::text[]);
    -- A message about these subjects that waits or could not be read goes without its body: a key, or bytes that
    -- came plain.
    delete from parked_message
    where topic = 'aftercare.runtime.subject-key.state.v1' and key = any(ids::text[]);
    delete from parked_lane lane
    where key = any(ids::text[]) and not exists (select from parked_message where key = lane.key);
    update outbox set payload = '{}'
    where type = 'aftercare.runtime.dead-letter.v1' and (correlation_id = any(subjects) or key = any(subjects::text[]));
    update dead_letter set value = null, key = null, original_value = null
    where value is not null and exists (
        select from unnest(subjects || ids) as gone (id)
        where position(convert_to(gone.id::text, 'utf8') in value) > 0
            or coalesce(position(convert_to(gone.id::text, 'utf8') in key), 0) > 0);
    return cardinality(ids);
end $$;
