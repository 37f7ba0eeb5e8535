-- What photographs in the room are taken with (4.5, 4.6): nothing that somebody carries in.

create table photo_device (
  id uuid primary key,
  code text not null unique check (code <> ''),
  kind text not null check (kind in ('document-camera', 'archive-camera')),
  model text not null check (model <> ''),
  registered_by uuid not null references person (id),
  registered_at timestamptz not null default now(),
  retired_at timestamptz,
  version integer not null default 1
);
comment on table photo_device is 'Devices that photographs in the room may be taken with (4.6-3): owned by the archive department.';
comment on column photo_device.id is 'UUIDv7.';
comment on column photo_device.code is 'Number on its label; never given again.';
comment on column photo_device.kind is 'document-camera (高拍仪) or archive-camera (档案部门相机).';
comment on column photo_device.model is 'Make and model.';
comment on column photo_device.registered_by is 'Who entered it.';
comment on column photo_device.registered_at is 'When.';
comment on column photo_device.retired_at is 'When it was taken out.';
comment on column photo_device.version is 'Optimistic version.';
grant select, insert on photo_device to app_rw;
grant update (retired_at, version) on photo_device to app_rw;

alter table site_check add column photo_device_id uuid references photo_device (id);
alter table site_check add column photo_camera_id uuid references camera (id);
alter table site_check add check (photo_device_id is null or photo_camera_id is null);
comment on column site_check.photo_device_id is 'Device that its photographs were taken with.';
comment on column site_check.photo_camera_id is 'Or the camera whose stills they are.';

alter table patrol add column photo_device_id uuid references photo_device (id);
alter table patrol add column photo_camera_id uuid references camera (id);
alter table patrol add check (photo_device_id is null or photo_camera_id is null);
comment on column patrol.photo_device_id is 'Device that its photographs were taken with.';
comment on column patrol.photo_camera_id is 'Or the camera whose stills they are.';
