-- The processing place (4.1, 4.2, 4.4, 4.6): plan, duties, safety checks, readings, site acceptance.
-- Lengths are millimetres on the plan, from its upper left corner.

create table premises (
  id boolean primary key default true check (id),
  name text not null check (name <> ''),
  address text not null check (address <> ''),
  location text not null check (location in ('inside', 'outside')),
  outside_reason text,
  plan_width integer not null check (plan_width between 2000 and 200000),
  plan_height integer not null check (plan_height between 2000 and 200000),
  temperature_min numeric(4, 1) not null,
  temperature_max numeric(4, 1) not null,
  humidity_min numeric(4, 1) not null check (humidity_min between 0 and 100),
  humidity_max numeric(4, 1) not null check (humidity_max between 0 and 100),
  registered_by uuid not null references person (id),
  registered_at timestamptz not null default now(),
  version integer not null default 1,
  check ((location = 'outside') = (outside_reason is not null)),
  check (temperature_min < temperature_max and humidity_min < humidity_max)
);
comment on table premises is 'The processing place (加工场所) of this installation: one row.';
comment on column premises.id is 'Always true: there is one.';
comment on column premises.name is 'Name.';
comment on column premises.address is 'Address with building and room.';
comment on column premises.location is 'inside: in the archive department; outside needs a reason and brings 4.3-4 and 4.3-5 (4.1-1).';
comment on column premises.outside_reason is 'Why outside the archive department.';
comment on column premises.plan_width is 'Width of the plan, millimetres.';
comment on column premises.plan_height is 'Height of the plan, millimetres.';
comment on column premises.temperature_min is 'Lowest permitted temperature, degrees Celsius (4.2-6).';
comment on column premises.temperature_max is 'Highest permitted temperature, degrees Celsius (4.2-6).';
comment on column premises.humidity_min is 'Lowest permitted relative humidity, percent (4.2-5).';
comment on column premises.humidity_max is 'Highest permitted relative humidity, percent (4.2-5).';
comment on column premises.registered_by is 'Who registered it.';
comment on column premises.registered_at is 'When.';
comment on column premises.version is 'Optimistic version.';
grant select, insert on premises to app_rw;
grant update (name, address, location, outside_reason, plan_width, plan_height, temperature_min, temperature_max, humidity_min, humidity_max, version) on premises to app_rw;

create table zone (
  id uuid primary key,
  code text not null unique check (code <> ''),
  name text not null check (name <> ''),
  kind text not null check (kind in ('holding', 'processing', 'server', 'export', 'lockers', 'entrance')),
  x integer not null check (x >= 0),
  y integer not null check (y >= 0),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  state text not null default 'active' check (state in ('active', 'retired')),
  version integer not null default 1
);
comment on table zone is 'Zone (分区) of the place, a rectangle on the plan.';
comment on column zone.id is 'UUIDv7.';
comment on column zone.code is 'Number on the door or floor.';
comment on column zone.name is 'Name.';
comment on column zone.kind is 'holding (暂存处), processing (加工区), server (服务器), export (数据导出端), lockers (随身物品区, 4.6-2), entrance (出入口).';
comment on column zone.x is 'Left edge, millimetres.';
comment on column zone.y is 'Upper edge, millimetres.';
comment on column zone.width is 'Width, millimetres.';
comment on column zone.height is 'Height, millimetres.';
comment on column zone.state is 'active or retired; a retired zone holds nothing active.';
comment on column zone.version is 'Optimistic version.';
grant select, insert on zone to app_rw;
grant update (code, name, kind, x, y, width, height, state, version) on zone to app_rw;

create table fixture (
  id uuid primary key,
  zone_id uuid not null references zone (id),
  kind text not null check (kind in ('holding', 'workstation', 'server', 'export', 'door', 'window', 'cabinet', 'locker')),
  code text not null unique check (code <> ''),
  name text not null default '',
  x integer not null check (x >= 0),
  y integer not null check (y >= 0),
  stage text check (stage in ('unprocessed', 'processed')),
  terminal_id uuid unique references terminal (id),
  state text not null default 'active' check (state in ('active', 'retired')),
  version integer not null default 1,
  unique (id, stage),
  check ((kind = 'cabinet') = (stage is not null)),
  check (terminal_id is null or kind in ('workstation', 'export'))
);
comment on table fixture is 'What stands in the place: points that a camera must cover (4.3-2), cabinets (4.4), lockers (4.6-1).';
comment on column fixture.id is 'UUIDv7.';
comment on column fixture.zone_id is 'Zone it stands in.';
comment on column fixture.kind is 'holding (暂存处), workstation (工位), server, export (数据导出端), door, window, cabinet (档案装具), locker (随身物品柜).';
comment on column fixture.code is 'Number on its label; scanned as a barcode.';
comment on column fixture.name is 'Name, if it has one.';
comment on column fixture.x is 'Centre, millimetres from the left.';
comment on column fixture.y is 'Centre, millimetres from above.';
comment on column fixture.stage is 'Of a cabinet: what may lie in it, 待加工 or 已加工 (4.4-2).';
comment on column fixture.terminal_id is 'Terminal that stands there.';
comment on column fixture.state is 'active or retired.';
comment on column fixture.version is 'Optimistic version.';
create index fixture_zone on fixture (zone_id);
grant select, insert on fixture to app_rw;
grant update (zone_id, code, name, x, y, stage, terminal_id, state, version) on fixture to app_rw;

create table camera (
  id uuid primary key,
  zone_id uuid not null references zone (id),
  code text not null unique check (code <> ''),
  model text not null check (model <> ''),
  resolution text not null check (resolution <> ''),
  storage text not null check (storage <> ''),
  x integer not null check (x >= 0),
  y integer not null check (y >= 0),
  direction integer not null check (direction between 0 and 359),
  angle integer not null check (angle between 10 and 360),
  reach integer not null check (reach between 500 and 100000),
  state text not null default 'active' check (state in ('active', 'retired')),
  version integer not null default 1
);
comment on table camera is 'Register of cameras (4.3-1), each with what it looks at.';
comment on column camera.id is 'UUIDv7.';
comment on column camera.zone_id is 'Zone it hangs in.';
comment on column camera.code is 'Number on its label.';
comment on column camera.model is 'Make and model.';
comment on column camera.resolution is 'Resolution, as 1920×1080.';
comment on column camera.storage is 'Where its footage is kept.';
comment on column camera.x is 'Place, millimetres from the left.';
comment on column camera.y is 'Place, millimetres from above.';
comment on column camera.direction is 'Where it looks, degrees clockwise from the right.';
comment on column camera.angle is 'Horizontal angle of view, degrees.';
comment on column camera.reach is 'How far a person can be told apart, millimetres.';
comment on column camera.state is 'active or retired.';
comment on column camera.version is 'Optimistic version.';
grant select, insert on camera to app_rw;
grant update (zone_id, code, model, resolution, storage, x, y, direction, angle, reach, state, version) on camera to app_rw;

create table camera_cover (
  camera_id uuid not null references camera (id),
  fixture_id uuid not null references fixture (id),
  primary key (camera_id, fixture_id)
);
comment on table camera_cover is 'Which point a camera shows, as a person saw in its picture (4.3-2).';
comment on column camera_cover.camera_id is 'Camera.';
comment on column camera_cover.fixture_id is 'Point that it shows.';
grant select, insert, delete on camera_cover to app_rw;

create table premises_duty (
  id uuid primary key,
  duty text not null check (duty in ('footage-keeper', 'patroller')),
  person_id uuid not null,
  person_duty text not null default 'business' check (person_duty = 'business'),
  party_kind text not null check (party_kind in ('archive', 'vendor')),
  since date not null,
  until date,
  check (until is null or until >= since),
  -- 4.3-3: footage is in the hands of the archive department.
  check (duty <> 'footage-keeper' or party_kind = 'archive'),
  foreign key (person_id, person_duty, party_kind) references person (id, duty, party_kind)
);
comment on table premises_duty is 'Who is responsible: for the footage (4.3-3), for patrols on both sides (4.9-1).';
comment on column premises_duty.id is 'UUIDv7.';
comment on column premises_duty.duty is 'footage-keeper (监控责任人) or patroller (巡查人员).';
comment on column premises_duty.person_id is 'Person.';
comment on column premises_duty.person_duty is 'Always business: an officer of the three takes no such duty (5.6-8).';
comment on column premises_duty.party_kind is 'His side; a footage keeper is of the archive department.';
comment on column premises_duty.since is 'First business day.';
comment on column premises_duty.until is 'Last business day; null while it lasts.';
create unique index premises_duty_once on premises_duty (duty, person_id) where until is null;
grant select, insert on premises_duty to app_rw;
grant update (until) on premises_duty to app_rw;

create table site_check (
  id uuid primary key,
  checked_on date not null,
  checked_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table site_check is 'Safety check of the place by the checklist (4.2). Never changed.';
comment on column site_check.id is 'UUIDv7.';
comment on column site_check.checked_on is 'Business day.';
comment on column site_check.checked_by is 'Who checked.';
comment on column site_check.occurred_at is 'When.';
comment on column site_check.recorded_at is 'When it was entered.';
comment on column site_check.late_reason is 'Late entry: why.';
comment on column site_check.late_form_number is 'Late entry: number of the paper form.';
comment on column site_check.late_scan_id is 'Late entry: scan of it.';
grant select, insert on site_check to app_rw;

create table site_check_item (
  check_id uuid not null references site_check (id),
  item text not null check (item <> ''),
  passed boolean not null,
  remark text not null default '',
  issue_id uuid references issue (id),
  primary key (check_id, item),
  check (passed = (issue_id is null))
);
comment on table site_check_item is 'One point of the checklist as it was found.';
comment on column site_check_item.check_id is 'Check.';
comment on column site_check_item.item is 'Code of the point: rules/checklist.ts.';
comment on column site_check_item.passed is 'In order or not.';
comment on column site_check_item.remark is 'What was seen.';
comment on column site_check_item.issue_id is 'Issue that a failed point opened (2.8-2).';
create index site_check_item_item on site_check_item (item, check_id);
grant select, insert on site_check_item to app_rw;

create table site_check_photo (
  check_id uuid not null,
  item text not null,
  attachment_id uuid not null references attachment (id),
  primary key (check_id, item, attachment_id),
  foreign key (check_id, item) references site_check_item (check_id, item)
);
comment on table site_check_photo is 'Photographs of a point of the checklist.';
comment on column site_check_photo.check_id is 'Check.';
comment on column site_check_photo.item is 'Point.';
comment on column site_check_photo.attachment_id is 'Photograph.';
grant select, insert on site_check_photo to app_rw;

create table climate_reading (
  id uuid primary key,
  zone_id uuid not null references zone (id),
  instrument text not null check (instrument <> ''),
  temperature numeric(4, 1) not null check (temperature between -40 and 80),
  humidity numeric(4, 1) not null check (humidity between 0 and 100),
  in_range boolean not null,
  taken_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table climate_reading is 'Reading of temperature and humidity (4.2-5, 4.2-6). Never changed.';
comment on column climate_reading.id is 'UUIDv7.';
comment on column climate_reading.zone_id is 'Zone the instrument stands in.';
comment on column climate_reading.instrument is 'Number of the instrument.';
comment on column climate_reading.temperature is 'Degrees Celsius.';
comment on column climate_reading.humidity is 'Relative humidity, percent.';
comment on column climate_reading.in_range is 'Within the limits that held then.';
comment on column climate_reading.taken_by is 'Who read it.';
comment on column climate_reading.occurred_at is 'When.';
comment on column climate_reading.recorded_at is 'When it was entered.';
comment on column climate_reading.late_reason is 'Late entry: why.';
comment on column climate_reading.late_form_number is 'Late entry: number of the paper form.';
comment on column climate_reading.late_scan_id is 'Late entry: scan of it.';
create index climate_reading_zone on climate_reading (zone_id, occurred_at);
create index climate_reading_out on climate_reading (id) where not in_range;
grant select, insert on climate_reading to app_rw;

create table site_acceptance (
  id uuid primary key,
  accepted_on date not null,
  accepted_by uuid not null references person (id),
  confirmed_by uuid not null references person (id),
  remarks text not null default '',
  facts jsonb not null,
  recorded_at timestamptz not null default now()
);
comment on table site_acceptance is 'Acceptance of the place before work begins (4.1-2, 4.3-2): only what lacks nothing is accepted. Never changed.';
comment on column site_acceptance.id is 'UUIDv7.';
comment on column site_acceptance.accepted_on is 'Business day.';
comment on column site_acceptance.accepted_by is 'Who accepted.';
comment on column site_acceptance.confirmed_by is 'Second person.';
comment on column site_acceptance.remarks is 'Remarks.';
comment on column site_acceptance.facts is 'Counts on which it rests: zones, fixtures by kind, cameras, last check.';
comment on column site_acceptance.recorded_at is 'When it was entered.';
grant select, insert on site_acceptance to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values
  ('site-check-overdue', true, 1, 60),
  ('climate-out-of-range', true, 1, 60),
  ('climate-missing', true, 1, 60);
