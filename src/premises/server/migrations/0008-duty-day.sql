-- The daily duty book (日结簿): what every room told of a day, as both sides signed it.

create table duty_day (
  day date primary key,
  number text not null unique,
  remarks text not null,
  data text not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  closed_by uuid not null references person (id),
  agreed_by uuid not null references person (id),
  closed_at timestamptz not null default now(),
  check (closed_by <> agreed_by)
);
comment on table duty_day is 'Days that were closed (日结): archive and vendor agree on what is told of them. Never changed.';
comment on column duty_day.day is 'Business day.';
comment on column duty_day.number is 'Year and running number.';
comment on column duty_day.remarks is 'What both sides add.';
comment on column duty_day.data is 'The book''s data as it stood then, canonical JSON: prints are made from it.';
comment on column duty_day.digest is 'SHA-256 of it; it stands in the ledger too.';
comment on column duty_day.closed_by is 'Person of the archive department.';
comment on column duty_day.agreed_by is 'Person of the vendor.';
comment on column duty_day.closed_at is 'When.';
grant select, insert on duty_day to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values ('day-not-closed', true, 1, 60);
