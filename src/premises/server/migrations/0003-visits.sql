-- Who was in the place, when, checked by whom (4.6-3, 4.7-2, 4.7-3, 4.7-4).

create table visitor_pass (
  id uuid primary key,
  number text not null unique,
  name text not null check (name <> ''),
  organisation text not null check (organisation <> ''),
  document_tail text not null,
  reason text not null check (reason <> ''),
  visit_on date not null,
  escort uuid not null references person (id),
  requested_by uuid not null references person (id),
  approved_by uuid not null references person (id),
  issued_at timestamptz not null default now(),
  check (approved_by <> requested_by)
);
comment on table visitor_pass is 'Permission for one visitor on one day (4.7-4). Never changed.';
comment on column visitor_pass.id is 'UUIDv7.';
comment on column visitor_pass.number is 'Year and running number.';
comment on column visitor_pass.name is 'Visitor.';
comment on column visitor_pass.organisation is 'Where he comes from.';
comment on column visitor_pass.document_tail is 'Last four characters of his document, compared at the door; the whole number is not kept.';
comment on column visitor_pass.reason is 'Why he comes.';
comment on column visitor_pass.visit_on is 'Business day.';
comment on column visitor_pass.escort is 'Who stays with him.';
comment on column visitor_pass.requested_by is 'Who asked.';
comment on column visitor_pass.approved_by is 'Who agreed.';
comment on column visitor_pass.issued_at is 'When.';
create index visitor_pass_day on visitor_pass (visit_on);
grant select, insert on visitor_pass to app_rw;

create table visit (
  id uuid primary key,
  person_id uuid references person (id),
  pass_id uuid references visitor_pass (id),
  entered_on date not null,
  occurred_at timestamptz not null,
  deposited text[] not null,
  locker_id uuid references fixture (id),
  checked_by uuid not null references person (id),
  remark text not null default '',
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  left_at timestamptz,
  exit_checked_by uuid references person (id),
  exit_remark text,
  exit_late_reason text,
  exit_late_form_number text,
  exit_late_scan_id uuid references attachment (id),
  version integer not null default 1,
  check ((person_id is null) <> (pass_id is null)),
  check (checked_by <> person_id and exit_checked_by <> person_id),
  check (deposited = '{}' or locker_id is not null),
  check ((left_at is null) = (exit_checked_by is null)),
  check (left_at > occurred_at),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null)),
  check ((exit_late_reason is null) = (exit_late_form_number is null) and (exit_late_reason is null) = (exit_late_scan_id is null))
);
comment on table visit is 'Entry register (出入登记): one stay of a person or visitor in the place.';
comment on column visit.id is 'UUIDv7.';
comment on column visit.person_id is 'Person on the roster, or';
comment on column visit.pass_id is 'visitor with a pass.';
comment on column visit.entered_on is 'Business day of the entry.';
comment on column visit.occurred_at is 'When he came in.';
comment on column visit.deposited is 'Codes of belongings put into the locker: rules/visits.ts (4.6-3).';
comment on column visit.locker_id is 'Locker that holds them (4.6-1).';
comment on column visit.checked_by is 'Who established his identity and checked him (4.7-2, 4.7-3): never he himself.';
comment on column visit.remark is 'What was seen.';
comment on column visit.recorded_at is 'When the entry was recorded.';
comment on column visit.late_reason is 'Late entry: why.';
comment on column visit.late_form_number is 'Late entry: number of the paper form.';
comment on column visit.late_scan_id is 'Late entry: scan of it.';
comment on column visit.left_at is 'When he left; null while he is inside.';
comment on column visit.exit_checked_by is 'Who checked him on leaving.';
comment on column visit.exit_remark is 'What was seen then.';
comment on column visit.exit_late_reason is 'Late entry of the leaving: why.';
comment on column visit.exit_late_form_number is 'Late entry of the leaving: number of the paper form.';
comment on column visit.exit_late_scan_id is 'Late entry of the leaving: scan of it.';
comment on column visit.version is 'Optimistic version.';
create unique index visit_inside_person on visit (person_id) where left_at is null;
create unique index visit_inside_pass on visit (pass_id) where left_at is null;
create unique index visit_inside_locker on visit (locker_id) where left_at is null;
create index visit_day on visit (entered_on);
create index visit_person on visit (person_id, occurred_at);
grant select, insert on visit to app_rw;
grant update (left_at, exit_checked_by, exit_remark, exit_late_reason, exit_late_form_number, exit_late_scan_id, version) on visit to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values
  ('stranger-at-door', true, 1, 60),
  ('still-inside', true, 1, 60);
