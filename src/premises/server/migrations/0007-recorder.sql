-- Recording of cameras by this installation (录制, 4.3-1, 4.3-6): where each is fetched from.

create table camera_source (
  camera_id uuid primary key references camera (id),
  sealed bytea,
  state text not null default 'on' check (state in ('on', 'off')),
  reason text,
  set_by uuid not null references person (id),
  set_at timestamptz not null default now(),
  failing_since timestamptz,
  failure text check (
    failure in ('unauthorized', 'unreachable', 'not-found', 'no-data', 'not-video', 'disk-full', 'key-lost', 'no-recorder', 'other')
  ),
  version integer not null default 1,
  check ((state = 'on') = (sealed is not null)),
  check ((state = 'off') = (reason is not null)),
  check ((failing_since is null) = (failure is null)),
  check (state = 'on' or failing_since is null)
);
comment on table camera_source is 'Where a camera''s picture is fetched from, to be recorded here (4.3-1).';
comment on column camera_source.camera_id is 'Camera.';
comment on column camera_source.sealed is 'Address with the camera''s password, sealed with a key that is not in the database; forgotten when it is stopped.';
comment on column camera_source.state is 'on: to be recorded; off: stopped by a person.';
comment on column camera_source.reason is 'Why it was stopped.';
comment on column camera_source.set_by is 'Footage keeper who set or stopped it (4.3-3).';
comment on column camera_source.set_at is 'When.';
comment on column camera_source.failing_since is 'Since when the recorder gets nothing from it; null while it does.';
comment on column camera_source.failure is 'Why, as a code of rules/recording.ts.';
comment on column camera_source.version is 'Optimistic version.';
grant select, insert on camera_source to app_rw;
grant update (sealed, state, reason, set_by, set_at, failing_since, failure, version) on camera_source to app_rw;

-- The newest piece of each camera, and how many there are of a day.
create index footage_recorded on footage (camera_id, to_at) where origin = 'recorded';
-- The piece that a segment of the spool became.
create index footage_segment on footage (camera_id, file_name) where origin = 'recorded';

insert into alarm_rule (kind, enabled, threshold, window_minutes) values
  ('recording-stopped', true, 5, 60);
