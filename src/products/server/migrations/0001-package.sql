-- Packages of products (成品制作, 5.6-5): what was sealed, what was made of it, and carriers that it was written to.

create table package (
  id uuid primary key,
  project_id uuid not null references project (id),
  sequence integer not null check (sequence > 0),
  number text not null unique check (number <> ''),
  pdf boolean not null,
  ofd boolean not null,
  encoding text not null check (encoding in ('utf-8', 'gb18030', 'gbk')),
  state text not null default 'sealed' check (state in ('sealed', 'made', 'failed', 'withdrawn')),
  units integer not null check (units > 0),
  images integer not null check (images > 0),
  sealed_by uuid not null references person (id),
  sealed_at timestamptz not null,
  made_at timestamptz,
  seal text check (seal ~ '^[0-9a-f]{64}$'),
  fault jsonb,
  withdrawn_by uuid references person (id),
  withdrawn_at timestamptz,
  withdrawn_reason text check (withdrawn_reason <> ''),
  version integer not null default 1,
  unique (project_id, sequence),
  check ((seal is null) = (made_at is null)),
  check (state <> 'made' or made_at is not null),
  check ((state = 'failed') = (fault is not null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null)),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
comment on table package is 'Package (信息包): products of finished units with their lists, as a bag (RFC 8493). What it holds is decided once, by the sealing act.';
comment on column package.id is 'UUIDv7.';
comment on column package.project_id is 'Project.';
comment on column package.sequence is 'Running number within the project, from 1.';
comment on column package.number is 'Number of the project and running number.';
comment on column package.pdf is 'A dual-layer PDF of each unit.';
comment on column package.ofd is 'A dual-layer OFD of each unit.';
comment on column package.encoding is 'How lists in CSV, XML and TXT are written: utf-8, gb18030, gbk.';
comment on column package.state is 'sealed (being made), made, failed, withdrawn (its units may be worked on again).';
comment on column package.units is 'Units in it.';
comment on column package.images is 'Images in it.';
comment on column package.sealed_by is 'Who sealed it.';
comment on column package.sealed_at is 'When; the date of everything that is made of it.';
comment on column package.made_at is 'When all of it was there.';
comment on column package.seal is 'SHA-256 of its tagmanifest-sha256.txt, which names all lists, and they all files.';
comment on column package.fault is 'Why it could not be made: code and parameters.';
comment on column package.withdrawn_by is 'Who withdrew it; null where a classification did.';
comment on column package.withdrawn_at is 'When.';
comment on column package.withdrawn_reason is 'Why.';
comment on column package.version is 'Optimistic version.';
grant select, insert on package to app_rw;
grant update (state, made_at, seal, fault, withdrawn_by, withdrawn_at, withdrawn_reason, version) on package to app_rw;

create table package_unit (
  package_id uuid not null references package (id),
  unit_id uuid not null references work_unit (id),
  position integer not null check (position > 0),
  code text not null check (code <> ''),
  input text not null check (input ~ '^[0-9a-f]{64}$'),
  made boolean not null default false,
  live boolean not null default true,
  primary key (package_id, unit_id),
  unique (package_id, position)
);
comment on table package_unit is 'A unit in a package.';
comment on column package_unit.package_id is 'Package.';
comment on column package_unit.unit_id is 'Unit.';
comment on column package_unit.position is 'Its place in the order of codes, from 1.';
comment on column package_unit.code is 'Archival code.';
comment on column package_unit.input is 'SHA-256 of what it is made of (images, when their text was read, entries), as it was when it was sealed.';
comment on column package_unit.made is 'Its files are there.';
comment on column package_unit.live is 'False once the package is withdrawn.';
create unique index package_unit_live on package_unit (unit_id) where live;
grant select, insert on package_unit to app_rw;
grant update (made, live) on package_unit to app_rw;

create table package_file (
  package_id uuid not null references package (id),
  path text collate "C" not null check (path <> ''),
  unit_id uuid references work_unit (id),
  kind text not null check (kind in ('image', 'pdf', 'ofd', 'list', 'tag')),
  sha256 text not null references object (sha256),
  primary key (package_id, path)
);
comment on table package_file is 'A file of a package: written once, hashed as it was written.';
comment on column package_file.package_id is 'Package.';
comment on column package_file.path is 'Where it lies in the bag.';
comment on column package_file.unit_id is 'Unit it was made of; null for lists of the whole package.';
comment on column package_file.kind is 'image, pdf, ofd, list, tag (what a bag itself has).';
comment on column package_file.sha256 is 'Its bytes.';
create index package_file_unit on package_file (unit_id);
create index package_file_sha256 on package_file (sha256);
-- 6.1-5: of what is classified nothing stays that was made of its content.
grant select, insert, delete on package_file to app_rw;

create table package_carrier (
  id uuid primary key,
  package_id uuid not null references package (id),
  target text not null unique check (target <> ''),
  purpose text not null check (purpose <> ''),
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  files integer,
  bytes bigint,
  seal text check (seal ~ '^[0-9a-f]{64}$'),
  requested_by uuid not null references person (id),
  approved_by uuid not null references person (id),
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  check ((state = 'waiting') = (finished_at is null)),
  check ((state = 'done') = (seal is not null and files is not null and bytes is not null)),
  check (approved_by <> requested_by)
);
comment on table package_carrier is 'A carrier (载体) that a package was written to, read again after it was written (2.8-4, 7.2).';
comment on column package_carrier.id is 'UUIDv7.';
comment on column package_carrier.package_id is 'Package.';
comment on column package_carrier.target is 'Number of the medium or folder.';
comment on column package_carrier.purpose is 'What for.';
comment on column package_carrier.state is 'waiting, done (written, and read again without a difference), failed.';
comment on column package_carrier.files is 'Files written.';
comment on column package_carrier.bytes is 'Bytes written.';
comment on column package_carrier.seal is 'As read from the carrier: SHA-256 of tagmanifest-sha256.txt.';
comment on column package_carrier.requested_by is 'Who asked for it.';
comment on column package_carrier.approved_by is 'Second person.';
comment on column package_carrier.requested_at is 'When it was asked for.';
comment on column package_carrier.finished_at is 'When it was written, or failed.';
create index package_carrier_of on package_carrier (package_id, id);
grant select, insert on package_carrier to app_rw;
grant update (state, files, bytes, seal, finished_at) on package_carrier to app_rw;
