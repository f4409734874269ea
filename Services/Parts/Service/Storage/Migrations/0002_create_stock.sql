-- One part at one site; id is sku@site. `reserved` is the sum of what the claims hold.
create table stock_line (
    id text primary key,
    version bigint not null,
    sku text not null,
    site text not null,
    received bigint not null,
    issued bigint not null,
    on_hand bigint generated always as (received - issued) stored,
    reserved bigint not null,
    -- Entries of the ledger so far.
    movements bigint not null,
    updated_at timestamptz not null default now(),
    constraint stock_line_sku_site unique (sku, site),
    constraint stock_line_on_hand check (received >= issued and issued >= 0),
    constraint stock_line_reserved check (reserved between 0 and received - issued)
);

-- Who wants pieces of a line, oldest first; what a claim lacks is its backorder.
create table stock_claim (
    stock_line_id text not null references stock_line (id),
    reservation_id uuid not null,
    -- Place in the queue of the line; counts up.
    place bigint not null,
    case_id uuid not null,
    work_order_id uuid not null,
    requested bigint not null,
    held bigint not null,
    since timestamptz not null,
    primary key (stock_line_id, reservation_id),
    constraint stock_claim_requested check (requested > 0),
    constraint stock_claim_held check (held between 0 and requested)
);

create index stock_claim_queue on stock_claim (stock_line_id, place);

-- The ledger (出入库台账): every move with its document and the balance after it.
create table stock_movement (
    id bigint generated always as identity primary key,
    stock_line_id text not null references stock_line (id),
    -- Counts up within the line, without gaps.
    ordinal bigint not null,
    movement text not null,
    quantity bigint not null,
    on_hand_after bigint not null,
    reserved_after bigint not null,
    document text not null,
    reservation_id uuid,
    case_id uuid,
    moved_at timestamptz not null,
    constraint stock_movement_ordinal unique (stock_line_id, ordinal),
    constraint stock_movement_kind check (movement in ('receipt', 'reserve', 'release', 'issue')),
    constraint stock_movement_quantity check (quantity > 0),
    constraint stock_movement_balance check (on_hand_after >= 0 and reserved_after between 0 and on_hand_after)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is insert-only' using errcode = 'integrity_constraint_violation';
end $$;

create trigger stock_movement_is_insert_only before update or delete or truncate on stock_movement
    for each statement execute function refuse_change();
