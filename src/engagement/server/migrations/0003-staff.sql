-- Staff by lists (人员名单) and their leaving (7.1-5). Persons, accounts and roles are protection's.

create table staff_list (
  id uuid primary key,
  project_id uuid not null references project (id),
  number text not null unique,
  attachment_id uuid not null references attachment (id),
  valid_from date not null,
  valid_until date not null,
  registered_by uuid not null references person (id),
  approved_by uuid not null references person (id),
  registered_at timestamptz not null default now(),
  check (valid_until >= valid_from),
  check (registered_by <> approved_by)
);
comment on table staff_list is 'List of staff (人员名单): people of a project submitted and agreed to at once, all until one day.';
comment on column staff_list.id is 'UUIDv7.';
comment on column staff_list.project_id is 'Project.';
comment on column staff_list.number is 'Year and running number.';
comment on column staff_list.attachment_id is 'The table as it was submitted.';
comment on column staff_list.valid_from is 'First business day of all of them.';
comment on column staff_list.valid_until is 'Last business day of all of them.';
comment on column staff_list.registered_by is 'Who submitted it.';
comment on column staff_list.approved_by is 'Security officer who agreed, another person.';
comment on column staff_list.registered_at is 'When.';
create index staff_list_project on staff_list (project_id);
grant select, insert on staff_list to app_rw;

create table staff_row (
  list_id uuid not null references staff_list (id),
  row integer not null check (row > 0),
  person_id uuid not null references person (id),
  assignment_id uuid not null unique references role_assignment (id),
  primary key (list_id, row)
);
comment on table staff_row is 'A person of a list of staff, with the role that was given by it.';
comment on column staff_row.list_id is 'List.';
comment on column staff_row.row is 'Row in the table as people count.';
comment on column staff_row.person_id is 'Person.';
comment on column staff_row.assignment_id is 'His role in the project.';
grant select, insert on staff_row to app_rw;

create table staff_departure (
  assignment_id uuid primary key references role_assignment (id),
  project_id uuid not null references project (id),
  reason text not null check (reason <> ''),
  left_by uuid not null references person (id),
  left_at timestamptz not null default now()
);
comment on table staff_departure is 'Somebody left a project (人员变更记录, 7.1-5), one row a role, with nothing in hand.';
comment on column staff_departure.assignment_id is 'The role that ended.';
comment on column staff_departure.project_id is 'Project.';
comment on column staff_departure.reason is 'Why.';
comment on column staff_departure.left_by is 'Who entered it, never himself.';
comment on column staff_departure.left_at is 'When.';
grant select, insert on staff_departure to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values ('staff-holding', true, 1, 60);
