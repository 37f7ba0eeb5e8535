-- Patrols of both sides (4.9): the plan, the rounds, what was found.

create table patrol_shift (
  id uuid primary key,
  name text not null check (name <> ''),
  weekdays smallint[] not null check (weekdays <@ array[1,2,3,4,5,6,7]::smallint[] and cardinality(weekdays) > 0),
  starts_at time not null,
  ends_at time not null,
  sides text[] not null check (sides <@ array['archive','vendor'] and cardinality(sides) > 0),
  planned_by uuid not null references person (id),
  planned_at timestamptz not null default now(),
  ended_at timestamptz,
  version integer not null default 1,
  check (ends_at > starts_at),
  check (ended_at >= planned_at)
);
comment on table patrol_shift is 'Patrol plan (巡查计划, 4.9-2): a round in this shift by each of these sides.';
comment on column patrol_shift.id is 'UUIDv7.';
comment on column patrol_shift.name is 'What the shift is called.';
comment on column patrol_shift.weekdays is '1 Monday to 7 Sunday.';
comment on column patrol_shift.starts_at is 'Time of day in the site''s zone.';
comment on column patrol_shift.ends_at is 'Time of day; on the same day.';
comment on column patrol_shift.sides is 'archive, vendor.';
comment on column patrol_shift.planned_by is 'Who planned it.';
comment on column patrol_shift.planned_at is 'When; shifts that end later are due.';
comment on column patrol_shift.ended_at is 'When it was taken off the plan; shifts that end later are not due.';
comment on column patrol_shift.version is 'Optimistic version.';
create unique index patrol_shift_name on patrol_shift (name) where ended_at is null;
grant select, insert on patrol_shift to app_rw;
grant update (ended_at, version) on patrol_shift to app_rw;

create table patrol (
  id uuid primary key,
  shift_id uuid not null references patrol_shift (id),
  patrolled_on date not null,
  side text not null check (side in ('archive', 'vendor')),
  patrolled_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  unique (shift_id, patrolled_on, side),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table patrol is 'A round that was made (巡查记录, 4.9-2). Never changed.';
comment on column patrol.id is 'UUIDv7.';
comment on column patrol.shift_id is 'Shift of the plan.';
comment on column patrol.patrolled_on is 'Business day.';
comment on column patrol.side is 'archive or vendor: the patroller''s side.';
comment on column patrol.patrolled_by is 'Patroller: holds the duty on that day (4.9-1).';
comment on column patrol.occurred_at is 'When the round was made.';
comment on column patrol.recorded_at is 'When it was entered.';
comment on column patrol.late_reason is 'Late entry: why.';
comment on column patrol.late_form_number is 'Late entry: number of the paper form.';
comment on column patrol.late_scan_id is 'Late entry: scan of it.';
create index patrol_day on patrol (patrolled_on);
grant select, insert on patrol to app_rw;

create table patrol_item (
  patrol_id uuid not null references patrol (id),
  item text not null,
  passed boolean not null,
  remark text not null,
  issue_id uuid references issue (id),
  primary key (patrol_id, item),
  -- 4.9-3: what is not in order is corrected and rechecked.
  check (passed = (issue_id is null))
);
comment on table patrol_item is 'One point of a round. Never changed.';
comment on column patrol_item.patrol_id is 'Round.';
comment on column patrol_item.item is 'Code in rules/patrol.ts.';
comment on column patrol_item.passed is 'Whether it was in order.';
comment on column patrol_item.remark is 'What was found.';
comment on column patrol_item.issue_id is 'Issue that a point not in order opened (2.8-2).';
grant select, insert on patrol_item to app_rw;

create table patrol_photo (
  patrol_id uuid not null,
  item text not null,
  attachment_id uuid not null references attachment (id),
  primary key (patrol_id, item, attachment_id),
  foreign key (patrol_id, item) references patrol_item (patrol_id, item)
);
comment on table patrol_photo is 'Photographs of a point of a round.';
comment on column patrol_photo.patrol_id is 'Round.';
comment on column patrol_photo.item is 'Point.';
comment on column patrol_photo.attachment_id is 'Photograph.';
grant select, insert on patrol_photo to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values ('patrol-missed', true, 60, 60);
