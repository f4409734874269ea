-- A new technician is offered to those who have waited longest.
alter table work_order add column opened_at timestamptz;
update work_order set opened_at = (document ->> 'openedAt')::timestamptz;
alter table work_order alter column opened_at set not null;

drop index work_order_waiting;
create index work_order_waiting on work_order (region, opened_at, id) where status = 'waiting-for-technician';
