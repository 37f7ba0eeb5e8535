-- Machines of the place: register, wireless sealing (4.5-1), admission after an examination (5.1-2).

create table device (
  id uuid primary key,
  code text not null unique check (code <> ''),
  kind text not null
    check (kind in ('computer', 'server', 'scanner', 'printer', 'burner', 'storage', 'network', 'other')),
  model text not null check (model <> ''),
  serial text not null check (serial <> ''),
  owner text not null check (owner in ('archive', 'vendor')),
  domestic boolean not null,
  holds_data boolean not null,
  remark text not null,
  terminal_id uuid references terminal (id),
  state text not null default 'registered' check (state in ('registered', 'admitted', 'suspended', 'withdrawn')),
  registered_by uuid not null references person (id),
  registered_at timestamptz not null default now(),
  version integer not null default 1,
  check (terminal_id is null or state = 'admitted')
);
create unique index device_terminal on device (terminal_id);
comment on table device is 'Device (加工设备) with its state: registered, admitted, suspended, withdrawn (5.1, 5.5-2).';
comment on column device.id is 'UUIDv7.';
comment on column device.code is 'Device number on its label; stands on routing slips (6.4-2); never given again.';
comment on column device.kind is 'What it is.';
comment on column device.model is 'Make and model.';
comment on column device.serial is 'Serial number of its maker.';
comment on column device.owner is 'archive or vendor (5.1-1).';
comment on column device.domestic is 'Made in China (5.3-1).';
comment on column device.holds_data is 'Has a disk or memory that keeps data (5.7-1).';
comment on column device.remark is 'Use, place, remarks.';
comment on column device.terminal_id is 'Terminal that sessions on it are bound to; only while admitted, one device for each.';
comment on column device.state is 'registered, admitted, suspended or withdrawn.';
comment on column device.registered_by is 'Who entered it.';
comment on column device.registered_at is 'When.';
comment on column device.version is 'Optimistic version.';
grant select, insert on device to app_rw;
grant update (terminal_id, state, version) on device to app_rw;

create table wireless_seal (
  id uuid primary key,
  device_id uuid not null references device (id),
  way text not null check (way in ('none', 'removed', 'sealed', 'disabled')),
  seal_number text unique check (seal_number <> ''),
  done_on date not null,
  done_by uuid not null references person (id),
  remark text not null,
  photo_device_id uuid references photo_device (id),
  photo_camera_id uuid references camera (id),
  entered_by uuid not null references person (id),
  entered_at timestamptz not null default now(),
  broken_at timestamptz,
  check ((way = 'sealed') = (seal_number is not null)),
  check (photo_device_id is null or photo_camera_id is null),
  unique (id, device_id)
);
create unique index wireless_seal_holding on wireless_seal (device_id) where broken_at is null;
comment on table wireless_seal is 'How the wireless of a device was sealed (无线封断, 4.5-1); the one not broken holds.';
comment on column wireless_seal.id is 'UUIDv7.';
comment on column wireless_seal.device_id is 'Device.';
comment on column wireless_seal.way is 'none (has no wireless part), removed, sealed or disabled.';
comment on column wireless_seal.seal_number is 'Number of the seal, with way sealed only; serves once.';
comment on column wireless_seal.done_on is 'Business day it was done.';
comment on column wireless_seal.done_by is 'Who did it.';
comment on column wireless_seal.remark is 'Remarks.';
comment on column wireless_seal.photo_device_id is 'Device that its photographs were taken with.';
comment on column wireless_seal.photo_camera_id is 'Or the camera whose stills they are.';
comment on column wireless_seal.entered_by is 'Who entered it.';
comment on column wireless_seal.entered_at is 'When.';
comment on column wireless_seal.broken_at is 'When it was found broken (4.5-2); void from then on.';
grant select, insert on wireless_seal to app_rw;
grant update (broken_at) on wireless_seal to app_rw;

create table wireless_seal_photo (
  seal_id uuid not null references wireless_seal (id),
  attachment_id uuid not null references attachment (id),
  primary key (seal_id, attachment_id)
);
comment on table wireless_seal_photo is 'Photographs of a sealing.';
comment on column wireless_seal_photo.seal_id is 'Sealing.';
comment on column wireless_seal_photo.attachment_id is 'Photograph.';
grant select, insert on wireless_seal_photo to app_rw;

create table device_admission (
  id uuid primary key,
  device_id uuid not null references device (id),
  seal_id uuid not null,
  terminal_id uuid references terminal (id),
  admitted_by uuid not null references person (id),
  admitted_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by uuid references person (id),
  reason text check (reason <> ''),
  foreign key (seal_id, device_id) references wireless_seal (id, device_id),
  check (ended_at >= admitted_at),
  check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (reason is null))
);
create unique index device_admission_open on device_admission (device_id) where ended_at is null;
comment on table device_admission is 'From when to when a device was admitted (5.1-2), and on which sealing that rests (4.5-1).';
comment on column device_admission.id is 'UUIDv7.';
comment on column device_admission.device_id is 'Device.';
comment on column device_admission.seal_id is 'Sealing of this device that held then.';
comment on column device_admission.terminal_id is 'Terminal it stood for.';
comment on column device_admission.admitted_by is 'Who examined and admitted it: a person of the archive department.';
comment on column device_admission.admitted_at is 'When.';
comment on column device_admission.ended_at is 'When it was suspended or withdrawn.';
comment on column device_admission.ended_by is 'By whom.';
comment on column device_admission.reason is 'Why.';
grant select, insert on device_admission to app_rw;
grant update (ended_at, ended_by, reason) on device_admission to app_rw;

create table device_admission_item (
  admission_id uuid not null references device_admission (id),
  item text not null,
  remark text not null,
  primary key (admission_id, item)
);
comment on table device_admission_item is 'Points that were examined and in order at an admission (进场安全检查).';
comment on column device_admission_item.admission_id is 'Admission.';
comment on column device_admission_item.item is 'Code of the point.';
comment on column device_admission_item.remark is 'What was seen.';
grant select, insert on device_admission_item to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values ('terminal-without-device', true, 7, 60);
