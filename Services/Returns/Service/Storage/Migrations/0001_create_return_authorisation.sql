-- One row per return authorisation (RMA). The document holds the whole state; the columns are what lists filter on and
-- what finance sums.
create table return_authorisation (
    id uuid constraint return_authorisation_pk primary key,
    version bigint not null constraint return_authorisation_version_counts check (version > 0),
    document jsonb not null,
    case_id uuid not null,
    status text not null constraint return_authorisation_status_known check (
        status in ('requested', 'authorised', 'refused', 'received', 'disposed', 'settled')
    ),
    reason text not null,
    disposition text constraint return_authorisation_disposition_known check (
        disposition in ('restock', 'repair', 'refurbish', 'dismantle', 'return-to-vendor', 'recycle', 'scrap')
    ),
    refund_minor_units bigint constraint return_authorisation_refund_positive check (refund_minor_units > 0),
    refund_currency text,
    updated_at timestamptz not null default now(),
    constraint return_authorisation_refund_whole check (
        (refund_minor_units is null) = (refund_currency is null)
    )
);

create index return_authorisation_case on return_authorisation (case_id);
create index return_authorisation_open on return_authorisation (status, updated_at)
    where status not in ('refused', 'settled');
