/// The SQL that makes a schema and a role that can read and write its rows, and nothing else.
enum SchemaRights {
    /// Before the first migration.
    ///
    /// Roles belong to the whole cluster, so another database may create it just now.
    static func preparation(schema: String, role: String) -> String {
        """
        do $$
        begin
            if not exists (select from pg_roles where rolname = '\(role)') then
                create role \(role) nologin nosuperuser nocreatedb nocreaterole noreplication;
            end if;
        exception when duplicate_object or unique_violation then null;
        end $$;
        do $$
        begin
            if not pg_has_role(current_user, '\(role)', 'member') then
                grant \(role) to current_user;
            end if;
        end $$;
        create schema if not exists \(schema);
        create table if not exists \(schema).schema_migration (
            component text not null,
            number bigint not null,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null default now(),
            constraint schema_migration_pkey primary key (component, number)
        );
        """
    }

    /// After each run, so that new tables are covered whoever made them; also for tables that come later.
    static func grants(schema: String, role: String) -> String {
        """
        begin;
        revoke all on schema \(schema) from public;
        do $$
        begin
            if to_regnamespace('public') is not null then
                revoke create on schema public from public;
            end if;
            execute format('revoke temporary on database %I from public', current_database());
        exception when insufficient_privilege then null;  -- a shared database that somebody else owns
        end $$;
        grant usage on schema \(schema) to \(role);
        grant select, insert, update, delete on all tables in schema \(schema) to \(role);
        grant usage, select on all sequences in schema \(schema) to \(role);
        grant execute on all functions in schema \(schema) to \(role);
        revoke insert, update, delete on \(schema).schema_migration from \(role);
        do $$
        declare
            kept regclass;
        begin
            for kept in select oid from pg_class where relnamespace = '\(schema)'::regnamespace
                and obj_description(oid, 'pg_class') = 'append-only'
            loop
                execute format('revoke update, delete, truncate on %s from \(role)', kept);
            end loop;
        end $$;
        alter default privileges in schema \(schema) grant select, insert, update, delete on tables to \(role);
        alter default privileges in schema \(schema) grant usage, select on sequences to \(role);
        alter default privileges in schema \(schema) grant execute on functions to \(role);
        commit;
        """
    }
}
