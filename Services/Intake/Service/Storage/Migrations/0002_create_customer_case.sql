-- Which cases a customer has: whoever is erased is erased case by case.
create table customer_case (
    customer_id uuid,
    case_id uuid,
    constraint customer_case_pk primary key (customer_id, case_id)
);

create index customer_case_case on customer_case (case_id);
