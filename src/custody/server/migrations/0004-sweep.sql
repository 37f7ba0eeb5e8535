-- The day's last sweep (当日入柜清点, 6.6).

create table sweep (
  id uuid primary key,
  project_id uuid not null references project (id),
  day date not null,
  opened_by uuid not null references person (id),
  opened_at timestamptz not null default now(),
  reopened_at timestamptz,
  closed_by uuid references person (id),
  agreed_by uuid references person (id),
  closed_at timestamptz,
  expected integer,
  seen integer,
  remark text,
  excused_by uuid references person (id),
  excused_at timestamptz,
  excuse text check (excuse <> ''),
  unique (project_id, day),
  check (closed_by <> agreed_by),
  check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (agreed_by is null)
    and (closed_at is null) = (expected is null) and (closed_at is null) = (seen is null)
    and (closed_at is null) = (remark is null)),
  check ((excused_by is null) = (excused_at is null) and (excused_by is null) = (excuse is null)),
  check (closed_at is null or excused_at is null)
);
comment on table sweep is 'Business day of a project on which originals changed hands, and its last sweep (6.6-1): every original that is out is seen in its cabinet.';
comment on column sweep.id is 'UUIDv7.';
comment on column sweep.project_id is 'Project.';
comment on column sweep.day is 'Business day.';
comment on column sweep.opened_by is 'Who first took something on that day, or began to sweep.';
comment on column sweep.opened_at is 'When.';
comment on column sweep.reopened_at is 'When work went on after it had been closed: what was seen before does not count.';
comment on column sweep.closed_by is 'Who closed it, for the archive; nothing is taken afterwards.';
comment on column sweep.agreed_by is 'Who agreed, for the vendor.';
comment on column sweep.closed_at is 'When.';
comment on column sweep.expected is 'Originals and parts that were out when it was closed.';
comment on column sweep.seen is 'Of these, seen in a cabinet.';
comment on column sweep.remark is 'Remarks.';
comment on column sweep.excused_by is 'Who of the archive let work go on although the day had ended without a sweep.';
comment on column sweep.excused_at is 'When.';
comment on column sweep.excuse is 'Why there was none, and how everything was found.';
grant select, insert on sweep to app_rw;
grant update (reopened_at, closed_by, agreed_by, closed_at, expected, seen, remark, excused_by, excused_at, excuse)
  on sweep to app_rw;

create table sweep_reopening (
  id uuid primary key,
  sweep_id uuid not null references sweep (id),
  closed_by uuid not null references person (id),
  agreed_by uuid not null references person (id),
  closed_at timestamptz not null,
  expected integer not null,
  seen integer not null,
  remark text not null,
  reopened_by uuid not null references person (id),
  reopened_at timestamptz not null default now(),
  reason text not null check (reason <> '')
);
comment on table sweep_reopening is 'A sweep that was closed and opened again, as for an evening shift (6.6-1): the closing as it was. Never changed.';
comment on column sweep_reopening.id is 'UUIDv7.';
comment on column sweep_reopening.sweep_id is 'Sweep.';
comment on column sweep_reopening.closed_by is 'Who had closed it.';
comment on column sweep_reopening.agreed_by is 'Who had agreed.';
comment on column sweep_reopening.closed_at is 'When it had been closed.';
comment on column sweep_reopening.expected is 'What was out then.';
comment on column sweep_reopening.seen is 'Of these, seen in a cabinet.';
comment on column sweep_reopening.remark is 'Remarks of that closing.';
comment on column sweep_reopening.reopened_by is 'Who of the archive opened it again.';
comment on column sweep_reopening.reopened_at is 'When.';
comment on column sweep_reopening.reason is 'Why.';
create index sweep_reopening_of on sweep_reopening (sweep_id);
grant select, insert on sweep_reopening to app_rw;

create table sweep_scan (
  sweep_id uuid not null references sweep (id),
  original_id uuid not null references whereabouts (original_id),
  part_number integer not null default 0 check (part_number >= 0),
  cabinet_id uuid not null references fixture (id),
  scanned_by uuid not null references person (id),
  scanned_at timestamptz not null default now(),
  primary key (sweep_id, original_id, part_number)
);
comment on table sweep_scan is 'What was seen in which cabinet.';
comment on column sweep_scan.sweep_id is 'Sweep.';
comment on column sweep_scan.original_id is 'Original.';
comment on column sweep_scan.part_number is 'Number of its part; 0 for the whole.';
comment on column sweep_scan.cabinet_id is 'Cabinet.';
comment on column sweep_scan.scanned_by is 'Who scanned it.';
comment on column sweep_scan.scanned_at is 'When.';
grant select, insert on sweep_scan to app_rw;
grant update (cabinet_id, scanned_by, scanned_at) on sweep_scan to app_rw;

create table sweep_finding (
  id uuid primary key,
  sweep_id uuid not null references sweep (id),
  original_id uuid not null references whereabouts (original_id),
  part_number integer not null default 0,
  holder_id uuid not null references person (id),
  batch_id uuid not null references batch (id),
  finding text not null check (finding in ('in-hand', 'not-seen')),
  reason text not null check (reason <> ''),
  lifted_by uuid references person (id),
  lifted_at timestamptz,
  lift_reason text check (lift_reason <> ''),
  check ((lifted_by is null) = (lifted_at is null) and (lifted_by is null) = (lift_reason is null))
);
comment on table sweep_finding is 'What was not seen in a cabinet (6.6-2): until it is lifted its holder takes nothing more, nor anybody of its batch.';
comment on column sweep_finding.id is 'UUIDv7.';
comment on column sweep_finding.sweep_id is 'Sweep.';
comment on column sweep_finding.original_id is 'Original.';
comment on column sweep_finding.part_number is 'Number of its part; 0 for the whole.';
comment on column sweep_finding.holder_id is 'Who held it.';
comment on column sweep_finding.batch_id is 'Its batch.';
comment on column sweep_finding.finding is 'in-hand (not put into a cabinet) or not-seen (registered in a cabinet and not seen there).';
comment on column sweep_finding.reason is 'What was said of it when the sweep was closed.';
comment on column sweep_finding.lifted_by is 'Who lifted the block, of the archive.';
comment on column sweep_finding.lifted_at is 'When.';
comment on column sweep_finding.lift_reason is 'Why.';
create unique index sweep_finding_once on sweep_finding (sweep_id, original_id, part_number) where lifted_at is null;
create index sweep_finding_open on sweep_finding (holder_id) where lifted_at is null;
create index sweep_finding_open_batch on sweep_finding (batch_id) where lifted_at is null;
grant select, insert on sweep_finding to app_rw;
grant update (lifted_by, lifted_at, lift_reason) on sweep_finding to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values
  ('original-overnight', true, 1, 60),
  ('sweep-missing', true, 1, 60),
  ('scan-misplaced', true, 1, 60),
  ('reshelving-late', true, 3, 60);
