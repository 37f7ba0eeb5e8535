-- Footage (录像, 4.3-5 to 4.3-8): what is kept, what was looked at, what may go and what went.

create table clock_watch (
  id boolean primary key default true check (id),
  wall timestamptz not null,
  highest timestamptz not null,
  drift_ms bigint not null check (drift_ms >= 0),
  frozen_since timestamptz,
  confirmed_by uuid references person (id),
  confirmed_at timestamptz
);
comment on table clock_watch is 'How far the machine''s clock can be trusted, in one row: footage grows old by it (4.3-6, rules/clock.ts).';
comment on column clock_watch.id is 'Always true: there is one row.';
comment on column clock_watch.wall is 'The clock when a worker last looked at it.';
comment on column clock_watch.highest is 'The latest that it has shown since it was confirmed.';
comment on column clock_watch.drift_ms is 'Milliseconds that it moved against real time since then, either way, added up.';
comment on column clock_watch.frozen_since is 'When the drift became more than is allowed: nothing is deleted until it is confirmed.';
comment on column clock_watch.confirmed_by is 'Who last compared it with another clock; null before anybody did.';
comment on column clock_watch.confirmed_at is 'When.';
grant select, insert on clock_watch to app_rw;
grant update (wall, highest, drift_ms, frozen_since, confirmed_by, confirmed_at) on clock_watch to app_rw;

create table footage_disk (
  id boolean primary key default true check (id),
  marker uuid not null,
  marked_at timestamptz not null default now()
);
comment on table footage_disk is 'The disk that footage is kept on (4.3-6), in one row: without its marker nothing there is judged, taken in or deleted. Never changed.';
comment on column footage_disk.id is 'Always true: there is one row.';
comment on column footage_disk.marker is 'What the file .shoucang-disk at the root of the pieces folder says.';
comment on column footage_disk.marked_at is 'When the folder was first used.';
grant select, insert on footage_disk to app_rw;

create table footage_handover (
  id uuid primary key,
  number text not null unique,
  medium_number text not null check (medium_number <> ''),
  handed_by uuid not null references person (id),
  received_by uuid not null references person (id),
  remark text not null,
  received_at timestamptz not null default now(),
  check (handed_by <> received_by)
);
comment on table footage_handover is 'Footage handed over by the vendor, on a medium (监控数据移交单, 4.3-5). Never changed.';
comment on column footage_handover.id is 'UUIDv7.';
comment on column footage_handover.number is 'Year and running number.';
comment on column footage_handover.medium_number is 'Number on the medium.';
comment on column footage_handover.handed_by is 'Person of the vendor.';
comment on column footage_handover.received_by is 'Footage keeper of the archive department (4.3-3).';
comment on column footage_handover.remark is 'Anything else.';
comment on column footage_handover.received_at is 'When.';
grant select, insert on footage_handover to app_rw;

create table footage_deletion (
  id uuid primary key,
  number text not null unique,
  camera_id uuid not null references camera (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null check (reason <> ''),
  pieces integer not null check (pieces > 0),
  bytes bigint not null check (bytes >= 0),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  requested_by uuid not null references person (id),
  approved_by uuid not null references person (id),
  deleted_at timestamptz not null default now(),
  check (requested_by <> approved_by),
  check (to_at > from_at)
);
comment on table footage_deletion is 'Footage that was deleted (4.3-6, 4.3-8): the tombstone. Never changed.';
comment on column footage_deletion.id is 'UUIDv7.';
comment on column footage_deletion.number is 'Year and running number.';
comment on column footage_deletion.camera_id is 'Camera.';
comment on column footage_deletion.from_at is 'Begin of what was asked for.';
comment on column footage_deletion.to_at is 'End of it.';
comment on column footage_deletion.reason is 'Why.';
comment on column footage_deletion.pieces is 'How many pieces went; each keeps its row and digest.';
comment on column footage_deletion.bytes is 'How many bytes they had.';
comment on column footage_deletion.digest is 'SHA-256 of the pieces'' digests in order of time, one a line.';
comment on column footage_deletion.requested_by is 'Footage keeper of the archive department.';
comment on column footage_deletion.approved_by is 'Security officer (保密员).';
comment on column footage_deletion.deleted_at is 'When.';
grant select, insert on footage_deletion to app_rw;

create table footage (
  id uuid primary key,
  camera_id uuid not null references camera (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  counts_from timestamptz,
  origin text not null check (origin in ('recorded', 'imported', 'handover')),
  kept_on text not null check (kept_on in ('store', 'medium')),
  handover_id uuid references footage_handover (id),
  file_name text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  sm3 text check (sm3 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes >= 0),
  media_type text,
  in_fragments boolean not null default false,
  playable_ms bigint not null default 0 check (playable_ms >= 0),
  problem text check (problem in ('unreadable', 'no-video', 'cut-off', 'length-differs', 'encrypted', 'altered', 'gone')),
  registered_by uuid references person (id),
  registered_at timestamptz not null default now(),
  examined_at timestamptz,
  spoilt_at timestamptz,
  problem_within text check (problem_within in ('unreadable', 'no-video', 'cut-off', 'length-differs', 'encrypted')),
  state text not null default 'kept' check (state in ('kept', 'deleted')),
  deletion_id uuid references footage_deletion (id),
  erased_at timestamptz,
  check (to_at > from_at),
  check ((kept_on = 'store') = (sm3 is not null)),
  check (origin <> 'handover' or handover_id is not null),
  check ((state = 'deleted') = (deletion_id is not null)),
  check (erased_at is null or state = 'deleted'),
  check (problem_within is null or spoilt_at is not null),
  check ((spoilt_at is not null) = coalesce(problem in ('altered', 'gone'), false))
);
comment on table footage is 'Pieces of footage (录像, 4.3-6), each with its digest; a deleted one keeps its row.';
comment on column footage.id is 'UUIDv7.';
comment on column footage.camera_id is 'Camera that made it.';
comment on column footage.from_at is 'When it begins, by the recorder''s clock.';
comment on column footage.to_at is 'When it ends.';
comment on column footage.counts_from is 'From when its age counts (4.3-6); null while the clock is doubtful (clock_watch).';
comment on column footage.origin is 'recorded here, imported from a recorder''s export, or handover by the vendor (4.3-5).';
comment on column footage.kept_on is 'store: in this installation; medium: on the medium of its handover.';
comment on column footage.handover_id is 'Handover that it came with.';
comment on column footage.file_name is 'Name that its file had.';
comment on column footage.sha256 is 'SHA-256 of the file; kept after deletion.';
comment on column footage.sm3 is 'SM3 of the same bytes; null for what lies on a medium.';
comment on column footage.bytes is 'Bytes.';
comment on column footage.media_type is 'Media type with codecs as a browser takes it; null when it plays none of it.';
comment on column footage.in_fragments is 'Whether it is a fragmented MP4, which can be played without a gap to the next piece.';
comment on column footage.playable_ms is 'Milliseconds of video that could be read.';
comment on column footage.problem is 'What is wrong with it (rules/footage.ts); it is kept all the same.';
comment on column footage.registered_by is 'Who brought it; null for the recorder.';
comment on column footage.registered_at is 'When it was entered.';
comment on column footage.examined_at is 'When its bytes were last compared with its digest.';
comment on column footage.spoilt_at is 'When it was found altered or gone; null while it is neither.';
comment on column footage.problem_within is 'While it is altered or gone: what was wrong with its own bytes before.';
comment on column footage.state is 'kept or deleted.';
comment on column footage.deletion_id is 'Deletion that took it.';
comment on column footage.erased_at is 'When its bytes were gone from the disk, or were another piece''s only, that holds the same.';
create index footage_camera on footage (camera_id, from_at) where state = 'kept';
create index footage_deleted on footage (deletion_id) where deletion_id is not null;
create index footage_to_erase on footage (deletion_id) where deletion_id is not null and erased_at is null;
create index footage_handed on footage (handover_id) where handover_id is not null;
create index footage_spoilt on footage (camera_id) where problem in ('altered', 'gone');
create index footage_ageless on footage (id) where counts_from is null;
create index footage_time on footage (from_at);
create index footage_registered on footage (camera_id, registered_at) where state = 'kept';
create index footage_examined on footage (examined_at nulls first) where state = 'kept' and kept_on = 'store';
-- Two cameras without a signal send the same bytes: each has its piece, the store keeps the bytes once for both.
-- What was deleted may come again.
create unique index footage_content on footage (sha256, camera_id, from_at) where state = 'kept';
grant select, insert on footage to app_rw;
grant update (counts_from, kept_on, sm3, bytes, media_type, in_fragments, playable_ms, problem, examined_at, spoilt_at, problem_within, state, deletion_id, erased_at) on footage to app_rw;

create table footage_intake (
  id uuid primary key,
  camera_id uuid not null references camera (id),
  requested_by uuid not null references person (id),
  requested_at timestamptz not null default now()
);
comment on table footage_intake is 'An import of exported files from the inbox.';
comment on column footage_intake.id is 'UUIDv7.';
comment on column footage_intake.camera_id is 'Camera that made them.';
comment on column footage_intake.requested_by is 'Footage keeper.';
comment on column footage_intake.requested_at is 'When.';
grant select, insert on footage_intake to app_rw;

create table footage_intake_file (
  intake_id uuid not null references footage_intake (id),
  name text not null check (name <> ''),
  from_at timestamptz not null,
  to_at timestamptz,
  state text not null default 'waiting' check (state in ('waiting', 'taken', 'failed')),
  outcome text,
  footage_id uuid references footage (id),
  primary key (intake_id, name),
  check ((state = 'taken') = (footage_id is not null)),
  check (state <> 'failed' or outcome is not null)
);
comment on table footage_intake_file is 'One file of an import.';
comment on column footage_intake_file.intake_id is 'Import.';
comment on column footage_intake_file.name is 'Name in the inbox.';
comment on column footage_intake_file.from_at is 'When it begins, as the keeper says.';
comment on column footage_intake_file.to_at is 'When it ends, as the keeper says; null to take it from the file.';
comment on column footage_intake_file.state is 'waiting, taken or failed.';
comment on column footage_intake_file.outcome is 'Why it failed, as a code.';
comment on column footage_intake_file.footage_id is 'Piece that it became.';
grant select, insert on footage_intake_file to app_rw;
grant update (state, outcome, footage_id) on footage_intake_file to app_rw;
create unique index footage_intake_waiting on footage_intake_file (name) where state = 'waiting';

create table footage_hold (
  id uuid primary key,
  camera_id uuid references camera (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null check (reason <> ''),
  placed_by uuid not null references person (id),
  placed_at timestamptz not null default now(),
  lifted_by uuid references person (id),
  lift_reason text,
  lifted_at timestamptz,
  version integer not null default 1,
  check (to_at > from_at),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null))
);
comment on table footage_hold is 'Footage that must stay whatever its age (查证保留): an investigation, a dispute.';
comment on column footage_hold.id is 'UUIDv7.';
comment on column footage_hold.camera_id is 'Camera; null for all.';
comment on column footage_hold.from_at is 'Begin of what stays.';
comment on column footage_hold.to_at is 'End of it.';
comment on column footage_hold.reason is 'Why.';
comment on column footage_hold.placed_by is 'Who.';
comment on column footage_hold.placed_at is 'When.';
comment on column footage_hold.lifted_by is 'Who lifted it.';
comment on column footage_hold.lift_reason is 'Why.';
comment on column footage_hold.lifted_at is 'When; null while it is in force.';
comment on column footage_hold.version is 'Optimistic version.';
grant select, insert on footage_hold to app_rw;
grant update (lifted_by, lift_reason, lifted_at, version) on footage_hold to app_rw;

create table footage_playback (
  id uuid primary key,
  camera_id uuid not null references camera (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  played_by uuid not null references person (id),
  played_at timestamptz not null default now(),
  check (to_at > from_at)
);
comment on table footage_playback is 'Who opened which footage. Never changed.';
comment on column footage_playback.id is 'UUIDv7.';
comment on column footage_playback.camera_id is 'Camera.';
comment on column footage_playback.from_at is 'Begin of what was opened.';
comment on column footage_playback.to_at is 'End of it.';
comment on column footage_playback.played_by is 'Who.';
comment on column footage_playback.played_at is 'When.';
create index footage_playback_camera on footage_playback (camera_id, played_by);
grant select, insert on footage_playback to app_rw;

create table playback_plan (
  id uuid primary key,
  week_on date not null unique check (extract(isodow from week_on) = 1),
  seed text not null check (seed ~ '^[0-9a-f]{64}$'),
  ranges_each integer not null check (ranges_each between 1 and 50),
  minutes_each integer not null check (minutes_each between 1 and 120),
  due_on date not null,
  registered_until timestamptz not null,
  drawn_at timestamptz not null default now()
);
comment on table playback_plan is 'What is to be played back of a week (回放抽查计划, 4.3-7), drawn by lot.';
comment on column playback_plan.id is 'UUIDv7.';
comment on column playback_plan.week_on is 'Monday of the week.';
comment on column playback_plan.seed is 'Root of the ledger''s newest checkpoint: whoever has the checkpoint draws the same.';
comment on column playback_plan.ranges_each is 'Ranges to each camera.';
comment on column playback_plan.minutes_each is 'Minutes to each range.';
comment on column playback_plan.due_on is 'By which day they are to be checked.';
comment on column playback_plan.registered_until is 'It was drawn from what had come into the register by then: its week, and of earlier weeks what came since the plan before.';
comment on column playback_plan.drawn_at is 'When it was drawn.';
grant select, insert on playback_plan to app_rw;

create table playback_sample (
  plan_id uuid not null references playback_plan (id),
  camera_id uuid not null references camera (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  cause text not null check (cause in ('lot', 'event')),
  primary key (plan_id, camera_id, from_at),
  check (to_at > from_at)
);
comment on table playback_sample is 'One range to be played back.';
comment on column playback_sample.plan_id is 'Plan.';
comment on column playback_sample.camera_id is 'Camera.';
comment on column playback_sample.from_at is 'Begin.';
comment on column playback_sample.to_at is 'End.';
comment on column playback_sample.cause is 'lot: drawn; event: an alarm was raised then.';
grant select, insert on playback_sample to app_rw;

create table playback_check (
  id uuid primary key,
  number text not null unique,
  camera_id uuid not null references camera (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  findings text not null,
  passed boolean not null,
  issue_id uuid references issue (id),
  checked_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  check (to_at > from_at),
  check (passed = (issue_id is null)),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table playback_check is 'Playback check (回放检查, 4.3-7, 4.3-8): a person of the archive department vouches for a camera''s period. Never changed.';
comment on column playback_check.id is 'UUIDv7.';
comment on column playback_check.number is 'Year and running number.';
comment on column playback_check.camera_id is 'Camera.';
comment on column playback_check.from_at is 'Begin of the period that it vouches for.';
comment on column playback_check.to_at is 'End of it.';
comment on column playback_check.findings is 'What was seen.';
comment on column playback_check.passed is 'Whether all was in order.';
comment on column playback_check.issue_id is 'Issue that it opened when not (2.8-2).';
comment on column playback_check.checked_by is 'Who.';
comment on column playback_check.occurred_at is 'When it was looked at.';
comment on column playback_check.recorded_at is 'When it was entered.';
comment on column playback_check.late_reason is 'Late entry: why.';
comment on column playback_check.late_form_number is 'Late entry: number of the paper form.';
comment on column playback_check.late_scan_id is 'Late entry: scan of it.';
create index playback_check_camera on playback_check (camera_id, from_at);
grant select, insert on playback_check to app_rw;

create table playback_range (
  check_id uuid not null references playback_check (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  primary key (check_id, from_at),
  check (to_at > from_at)
);
comment on table playback_range is 'What was played back for a check, within its period.';
comment on column playback_range.check_id is 'Check.';
comment on column playback_range.from_at is 'Begin.';
comment on column playback_range.to_at is 'End.';
grant select, insert on playback_range to app_rw;

create table playback_still (
  check_id uuid not null references playback_check (id),
  attachment_id uuid not null references attachment (id),
  primary key (check_id, attachment_id)
);
comment on table playback_still is 'Still pictures of what a check saw.';
comment on column playback_still.check_id is 'Check.';
comment on column playback_still.attachment_id is 'Picture.';
grant select, insert on playback_still to app_rw;

create table video_recorder (
  id uuid primary key,
  code text not null unique check (code <> ''),
  model text not null check (model <> ''),
  location text not null check (location <> ''),
  installed_on date not null,
  registered_by uuid not null references person (id),
  registered_at timestamptz not null default now(),
  retired_at timestamptz,
  version integer not null default 1
);
comment on table video_recorder is 'Recorder of another make that keeps footage itself (录像机); it is read every week.';
comment on column video_recorder.id is 'UUIDv7.';
comment on column video_recorder.code is 'Number on its label.';
comment on column video_recorder.model is 'Make and model.';
comment on column video_recorder.location is 'Where it stands.';
comment on column video_recorder.installed_on is 'Since when it records.';
comment on column video_recorder.registered_by is 'Who entered it.';
comment on column video_recorder.registered_at is 'When.';
comment on column video_recorder.retired_at is 'When it was taken out.';
comment on column video_recorder.version is 'Optimistic version.';
grant select, insert on video_recorder to app_rw;
grant update (retired_at, version) on video_recorder to app_rw;

create table video_recorder_camera (
  recorder_id uuid not null references video_recorder (id),
  camera_id uuid not null references camera (id),
  primary key (recorder_id, camera_id)
);
comment on table video_recorder_camera is 'Cameras that a recorder keeps.';
comment on column video_recorder_camera.recorder_id is 'Recorder.';
comment on column video_recorder_camera.camera_id is 'Camera.';
grant select, insert on video_recorder_camera to app_rw;

create table video_recorder_reading (
  id uuid primary key,
  recorder_id uuid not null references video_recorder (id),
  earliest_at timestamptz not null,
  capacity_gb integer not null check (capacity_gb > 0),
  used_gb integer not null check (used_gb between 0 and capacity_gb),
  remark text not null,
  read_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  check (earliest_at <= occurred_at),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table video_recorder_reading is 'Weekly reading of a recorder (4.3-6): the earliest moment that it still plays. Never changed.';
comment on column video_recorder_reading.id is 'UUIDv7.';
comment on column video_recorder_reading.recorder_id is 'Recorder.';
comment on column video_recorder_reading.earliest_at is 'Earliest moment that it plays, of the camera that has least.';
comment on column video_recorder_reading.capacity_gb is 'Size of its disks, gigabytes.';
comment on column video_recorder_reading.used_gb is 'What of it is used, gigabytes.';
comment on column video_recorder_reading.remark is 'Anything else.';
comment on column video_recorder_reading.read_by is 'Who read it.';
comment on column video_recorder_reading.occurred_at is 'When.';
comment on column video_recorder_reading.recorded_at is 'When it was entered.';
comment on column video_recorder_reading.late_reason is 'Late entry: why.';
comment on column video_recorder_reading.late_form_number is 'Late entry: number of the paper form.';
comment on column video_recorder_reading.late_scan_id is 'Late entry: scan of it.';
create index video_recorder_reading_of on video_recorder_reading (recorder_id, occurred_at desc);
grant select, insert on video_recorder_reading to app_rw;

create table playback_policy (
  id boolean primary key default true check (id),
  ranges_each integer not null check (ranges_each between 1 and 50),
  minutes_each integer not null check (minutes_each between 1 and 120),
  due_days integer not null check (due_days between 1 and 60)
);
comment on table playback_policy is 'How much is drawn to be played back of each camera and week (4.3-7), in one row.';
comment on column playback_policy.id is 'Always true: there is one row.';
comment on column playback_policy.ranges_each is 'Ranges to each camera and week.';
comment on column playback_policy.minutes_each is 'Minutes to each range.';
comment on column playback_policy.due_days is 'Days after the week within which they are to be checked.';
insert into playback_policy (ranges_each, minutes_each, due_days) values (2, 5, 7);
grant select on playback_policy to app_rw;
grant update (ranges_each, minutes_each, due_days) on playback_policy to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values
  ('footage-altered', true, 1, 60),
  ('footage-away', true, 1, 60),
  ('footage-disk', true, 85, 60),
  ('clock-doubtful', true, 1, 60),
  ('playback-overdue', true, 1, 60),
  ('recorder-short', true, 184, 60),
  ('recorder-unread', true, 7, 60);
