-- One row per invitation. The score is kept in hundredths of a point, so that averages are exact.
create table survey (
    id uuid constraint survey_pk primary key,
    version bigint not null constraint survey_version_counts check (version > 0),
    document jsonb not null,
    case_id uuid not null,
    status text not null constraint survey_status_known check (
        status in ('invited', 'answered', 'declined', 'expired')
    ),
    score_hundredths bigint constraint survey_score_in_range check (score_hundredths between 0 and 10000),
    expires_at timestamptz not null,
    updated_at timestamptz not null default now(),
    constraint survey_score_when_answered check ((status = 'answered') = (score_hundredths is not null))
);

create index survey_case on survey (case_id);
create index survey_open on survey (expires_at) where status = 'invited';
