-- Alarms and their rules (5.5-5), the loop 问题 → 整改 → 复查 (2.8-2), backups and drills (5.6-7).

create table alarm_rule (
  kind text primary key,
  enabled boolean not null,
  threshold integer not null check (threshold >= 1),
  window_minutes integer not null check (window_minutes >= 1),
  version integer not null default 1
);
comment on table alarm_rule is 'Audit rules (审计规则); the auditor sets them.';
comment on column alarm_rule.kind is 'Kind of alarm.';
comment on column alarm_rule.enabled is 'Whether it is looked for.';
comment on column alarm_rule.threshold is 'Count of objects or refusals, hour of the evening, hours or days overdue, percent free: as the kind says.';
comment on column alarm_rule.window_minutes is 'Minutes looked back, where the kind counts.';
comment on column alarm_rule.version is 'Optimistic version.';
insert into alarm_rule (kind, enabled, threshold, window_minutes) values
  ('mass-viewing', true, 200, 60),
  ('after-hours', true, 20, 60),
  ('refused-attempts', true, 10, 60),
  ('lockout', true, 1, 60),
  ('ledger-lag', true, 10, 10),
  ('witness-silent', true, 15, 60),
  ('backup-overdue', true, 26, 60),
  ('drill-overdue', true, 180, 60),
  ('storage-low', true, 10, 60),
  ('console-used', true, 1, 60);
grant select, update on alarm_rule to app_rw;

create table alarm (
  id uuid primary key,
  kind text not null references alarm_rule (kind),
  dedupe text not null unique,
  raised_at timestamptz not null default now(),
  person_id uuid references person (id),
  terminal_id uuid references terminal (id),
  facts jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'closed')),
  closed_by uuid references person (id),
  closed_at timestamptz,
  note text,
  version integer not null default 1,
  check ((state = 'closed') = (closed_by is not null and note is not null))
);
comment on table alarm is 'Alarm (预警): metadata only, no title and no content.';
comment on column alarm.id is 'UUIDv7.';
comment on column alarm.kind is 'Rule that raised it.';
comment on column alarm.dedupe is 'What it is about and when: the same matter raises one alarm.';
comment on column alarm.raised_at is 'When.';
comment on column alarm.person_id is 'Person concerned, if any.';
comment on column alarm.terminal_id is 'Terminal concerned, if any.';
comment on column alarm.facts is 'Counts and codes.';
comment on column alarm.state is 'open or closed.';
comment on column alarm.closed_by is 'Who dealt with it.';
comment on column alarm.closed_at is 'When.';
comment on column alarm.note is 'How.';
comment on column alarm.version is 'Optimistic version.';
create index alarm_open on alarm (raised_at) where state = 'open';
grant select, insert on alarm to app_rw;
grant update (state, closed_by, closed_at, note, version) on alarm to app_rw;

create table number_series (
  name text not null,
  year integer not null,
  last integer not null,
  primary key (name, year)
);
comment on table number_series is 'Human numbers, gap-free per year because they are taken inside the act.';
comment on column number_series.name is 'What is numbered.';
comment on column number_series.year is 'Year in the site''s zone.';
comment on column number_series.last is 'Last number given.';
grant select, insert, update on number_series to app_rw;

create table issue (
  id uuid primary key,
  number text not null unique,
  title text not null check (title <> ''),
  facts text not null check (facts <> ''),
  owner uuid not null references person (id),
  due_on date not null,
  state text not null default 'open' check (state in ('open', 'corrected', 'closed')),
  origin jsonb,
  opened_by uuid not null references person (id),
  opened_at timestamptz not null default now(),
  occurred_at timestamptz not null,
  version integer not null default 1
);
comment on table issue is 'Issue (问题) found in supervision, patrol or audit (2.8-2, 4.9-3).';
comment on column issue.id is 'UUIDv7.';
comment on column issue.number is 'Year and running number.';
comment on column issue.title is 'What, in one line.';
comment on column issue.facts is 'What was found.';
comment on column issue.owner is 'Who must correct it.';
comment on column issue.due_on is 'By which business day.';
comment on column issue.state is 'open (待整改), corrected (待复查), closed (已销号).';
comment on column issue.origin is 'Where it came from, as the room that opened it says; opaque here.';
comment on column issue.opened_by is 'Who found it.';
comment on column issue.opened_at is 'When it was entered.';
comment on column issue.occurred_at is 'When it was found.';
comment on column issue.version is 'Optimistic version.';
create index issue_state on issue (state, due_on);
grant select, insert on issue to app_rw;
grant update (state, version) on issue to app_rw;

create table issue_step (
  id uuid primary key,
  issue_id uuid not null references issue (id),
  kind text not null check (kind in ('open', 'correct', 'recheck')),
  body text not null,
  passed boolean,
  by_person uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  check ((kind = 'recheck') = (passed is not null)),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table issue_step is 'What was done about an issue: 问题, 整改, 复查. Never changed.';
comment on column issue_step.id is 'UUIDv7.';
comment on column issue_step.issue_id is 'Issue.';
comment on column issue_step.kind is 'open, correct or recheck.';
comment on column issue_step.body is 'What was found or done.';
comment on column issue_step.passed is 'Result of a recheck.';
comment on column issue_step.by_person is 'Who.';
comment on column issue_step.occurred_at is 'When it happened.';
comment on column issue_step.recorded_at is 'When it was entered.';
comment on column issue_step.late_reason is 'Late entry: why.';
comment on column issue_step.late_form_number is 'Late entry: number of the paper form.';
comment on column issue_step.late_scan_id is 'Late entry: scan of it.';
create index issue_step_issue on issue_step (issue_id, id);
grant select, insert on issue_step to app_rw;

create table issue_step_attachment (
  step_id uuid not null references issue_step (id),
  attachment_id uuid not null references attachment (id),
  primary key (step_id, attachment_id)
);
comment on table issue_step_attachment is 'Photographs and papers of a step.';
comment on column issue_step_attachment.step_id is 'Step.';
comment on column issue_step_attachment.attachment_id is 'Attachment.';
grant select, insert on issue_step_attachment to app_rw;

create table backup_target (
  id uuid primary key,
  name text not null unique,
  folder text not null unique check (folder like '/%'),
  medium_number text not null,
  daily_at_hour smallint check (daily_at_hour between 0 and 23),
  keep integer not null check (keep >= 2),
  state text not null default 'active' check (state in ('active', 'retired')),
  registered_by uuid not null references person (id),
  approved_by uuid not null references person (id),
  registered_at timestamptz not null default now(),
  version integer not null default 1,
  check (registered_by <> approved_by)
);
comment on table backup_target is 'Registered place for backups (5.6-7): the only places data may be backed up to.';
comment on column backup_target.id is 'UUIDv7.';
comment on column backup_target.name is 'Name.';
comment on column backup_target.folder is 'Absolute path on the server.';
comment on column backup_target.medium_number is 'Number of the medium in the register (5.7-2).';
comment on column backup_target.daily_at_hour is 'Hour of the daily backup in the site''s zone; null: by hand.';
comment on column backup_target.keep is 'Backups kept; older ones are removed after a good newer one.';
comment on column backup_target.state is 'active or retired.';
comment on column backup_target.registered_by is 'Administrator.';
comment on column backup_target.approved_by is 'Second person; his approval stands for the daily backups.';
comment on column backup_target.registered_at is 'When.';
comment on column backup_target.version is 'Optimistic version.';
grant select, insert on backup_target to app_rw;
grant update (state, version) on backup_target to app_rw;

create table backup (
  id uuid primary key,
  target_id uuid not null references backup_target (id),
  folder text not null,
  scheduled boolean not null,
  requested_by uuid not null references person (id),
  approved_by uuid not null references person (id),
  state text not null default 'running' check (state in ('running', 'done', 'failed', 'removed')),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  row_count bigint,
  object_count bigint,
  bytes bigint,
  sha256 text,
  ledger_size bigint,
  error text,
  version integer not null default 1,
  check (requested_by <> approved_by),
  check (state <> 'done' or (sha256 is not null and ledger_size is not null and finished_at is not null))
);
comment on table backup is 'One backup: what it holds and its digest.';
comment on column backup.id is 'UUIDv7.';
comment on column backup.target_id is 'Where to.';
comment on column backup.folder is 'Folder of this backup below the target.';
comment on column backup.scheduled is 'Daily, not by hand.';
comment on column backup.requested_by is 'Administrator; of a daily backup the one who registered the target.';
comment on column backup.approved_by is 'Second person; of a daily backup the one who approved the target.';
comment on column backup.state is 'running, done, failed, removed.';
comment on column backup.started_at is 'Begin.';
comment on column backup.finished_at is 'End.';
comment on column backup.row_count is 'Rows of all tables.';
comment on column backup.object_count is 'Stored objects.';
comment on column backup.bytes is 'Bytes written.';
comment on column backup.sha256 is 'Digest of the backup''s manifest.';
comment on column backup.ledger_size is 'Entries of the ledger that it holds.';
comment on column backup.error is 'Code of the failure.';
comment on column backup.version is 'Optimistic version.';
create index backup_target_time on backup (target_id, started_at);
grant select, insert on backup to app_rw;
grant update (state, finished_at, row_count, object_count, bytes, sha256, ledger_size, error, version) on backup to app_rw;

create table restore_drill (
  id uuid primary key,
  backup_id uuid not null references backup (id),
  drilled_on date not null,
  machine text not null,
  passed boolean not null,
  facts jsonb not null,
  remarks text not null,
  recorded_by uuid not null references person (id),
  confirmed_by uuid not null references person (id),
  recorded_at timestamptz not null default now(),
  check (recorded_by <> confirmed_by)
);
comment on table restore_drill is 'Restore drill (恢复演练, 5.6-7): a backup was brought up on an empty machine and verified.';
comment on column restore_drill.id is 'UUIDv7.';
comment on column restore_drill.backup_id is 'Backup that was restored.';
comment on column restore_drill.drilled_on is 'Business day of the drill.';
comment on column restore_drill.machine is 'Machine restored to.';
comment on column restore_drill.passed is 'Every count, digest and the ledger root agreed.';
comment on column restore_drill.facts is 'Figures of the report.';
comment on column restore_drill.remarks is 'Remarks.';
comment on column restore_drill.recorded_by is 'Administrator.';
comment on column restore_drill.confirmed_by is 'Second person.';
comment on column restore_drill.recorded_at is 'When it was entered.';
grant select, insert on restore_drill to app_rw;
