-- Capture: from the file that a scanner wrote to the page of an original (5.6, DA/T 31-2017 §9, §10.5).

create table capture (
  id uuid primary key,
  unit_id uuid not null references work_unit (id),
  original_id uuid not null references original (id),
  project_id uuid not null references project (id),
  person_id uuid not null references person (id),
  device_id uuid not null references device (id),
  terminal_id uuid references terminal (id),
  specification_id uuid not null references specification (id),
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  check (closed_at >= opened_at)
);
comment on table capture is 'A unit lies open at a scanner: whose pages the files are that arrive there until the next slip is scanned.';
comment on column capture.id is 'UUIDv7.';
comment on column capture.unit_id is 'Unit of work whose scanning task the person has claimed.';
comment on column capture.original_id is 'Its original.';
comment on column capture.project_id is 'Its project.';
comment on column capture.person_id is 'Who scans.';
comment on column capture.device_id is 'The admitted device by which it is scanned (6.4-2).';
comment on column capture.terminal_id is 'Terminal at which it was opened.';
comment on column capture.specification_id is 'Technical specification that held when it was opened (2.2-3): pages are checked by it.';
comment on column capture.opened_at is 'When the slip was scanned.';
comment on column capture.closed_at is 'When it was closed, or the next one opened; null while it lies open.';
create unique index capture_open_unit on capture (unit_id) where closed_at is null;
create unique index capture_open_person on capture (person_id) where closed_at is null;
create index capture_of_unit on capture (unit_id, id);
grant select, insert on capture to app_rw;
grant update (closed_at) on capture to app_rw;

create table image_slot (
  id uuid primary key,
  unit_id uuid not null references work_unit (id),
  position integer check (position > 0),
  face text not null default 'page' check (face in ('page', 'cover', 'contents', 'noteSheet', 'blank')),
  master_id uuid,
  removed_reason text check (removed_reason <> ''),
  opened_by uuid not null references person (id),
  opened_at timestamptz not null default now(),
  version integer not null default 1,
  constraint image_slot_position unique (unit_id, position) deferrable initially deferred,
  check ((position is null) = (removed_reason is not null)),
  check (position is not null or master_id is null)
);
comment on table image_slot is 'Place of one image in the order of an original (图像位): opened by a file that arrived, filled once that was found good, filled again by a rescan.';
comment on column image_slot.id is 'UUIDv7.';
comment on column image_slot.unit_id is 'Unit of work.';
comment on column image_slot.position is 'Running number of the image from 1 (§9.6); null once it was taken out.';
comment on column image_slot.face is 'What is on it: a numbered page, cover, list of contents, note sheet (备考表), or a blank face that is kept.';
comment on column image_slot.master_id is 'Master that holds now; null while nothing good has arrived for it.';
comment on column image_slot.removed_reason is 'Why it was taken out (§10.5.2: what was scanned twice is deleted).';
comment on column image_slot.opened_by is 'Who fed it.';
comment on column image_slot.opened_at is 'When.';
comment on column image_slot.version is 'Optimistic version.';
grant select, insert on image_slot to app_rw;
grant update (position, face, master_id, removed_reason, version) on image_slot to app_rw;

create table upload (
  id uuid primary key,
  capture_id uuid not null references capture (id),
  unit_id uuid not null references work_unit (id),
  aim text not null check (aim in ('append', 'insert', 'rescan')),
  aim_slot_id uuid references image_slot (id),
  name text not null check (name <> ''),
  bytes bigint not null check (bytes > 0),
  announced text not null check (announced ~ '^[0-9a-f]{64}$'),
  state text not null check (state in ('begun', 'stored', 'given', 'taken', 'refused')),
  sha256 text references object (sha256),
  slot_id uuid references image_slot (id),
  refusal jsonb,
  tries integer not null default 0,
  looked_until timestamptz,
  begun_by uuid not null references person (id),
  begun_at timestamptz not null default now(),
  given_at timestamptz,
  decided_at timestamptz,
  settled_at timestamptz,
  settled_by uuid references person (id),
  purged_at timestamptz,
  check ((aim = 'append') = (aim_slot_id is null)),
  check (state <> 'begun' or sha256 is null),
  check ((sha256 is null) = (state = 'begun' or purged_at is not null)),
  check ((state in ('given', 'taken', 'refused')) = (given_at is not null)),
  check (state in ('begun', 'stored', 'refused') or slot_id is not null),
  check ((state in ('taken', 'refused')) = (decided_at is not null)),
  check ((state = 'refused') = (refusal is not null)),
  check ((settled_at is null) = (settled_by is null)),
  check (settled_at is null or state = 'refused')
);
comment on table upload is 'A file that was sent to the system, until it is taken as pages or stays in quarantine (隔离) with its reason.';
comment on column upload.id is 'UUIDv7; the part of the object store has the same name.';
comment on column upload.capture_id is 'Capture to which it belongs.';
comment on column upload.unit_id is 'Its unit.';
comment on column upload.aim is 'append: behind the last image; insert: behind another; rescan: in the place of another.';
comment on column upload.aim_slot_id is 'That other image.';
comment on column upload.name is 'Name of the file as the scanner wrote it.';
comment on column upload.bytes is 'Length in bytes, as announced and as arrived.';
comment on column upload.announced is 'SHA-256 as the sender measured it before he sent it.';
comment on column upload.state is 'begun: bytes arrive; stored: all are there; given: it is in the order of the pages and waits to be looked at; taken: its pages are images; refused: in quarantine.';
comment on column upload.sha256 is 'SHA-256 of its bytes; null until all are there.';
comment on column upload.slot_id is 'Slot of its first page.';
comment on column upload.refusal is 'Why it is in quarantine: code and parameters.';
comment on column upload.tries is 'How often somebody began to look at it: what ends its worker again and again is refused.';
comment on column upload.looked_until is 'Until when a worker has it in hand; by the clock of the database.';
comment on column upload.begun_by is 'Who sent it.';
comment on column upload.begun_at is 'When.';
comment on column upload.given_at is 'When it was put in its order.';
comment on column upload.decided_at is 'When it was taken or refused.';
comment on column upload.settled_at is 'When somebody saw to it in quarantine (scanned again, or not needed).';
comment on column upload.settled_by is 'Who.';
comment on column upload.purged_at is 'When its bytes were purged (6.5-3); its digest stands on the tombstone.';
create index upload_of_capture on upload (capture_id, id);
create index upload_to_look on upload (given_at) where state = 'given';
create index upload_refused on upload (unit_id, announced) where state = 'refused';
create index upload_of_object on upload (sha256);
grant select, insert on upload to app_rw;
grant update (state, name, sha256, slot_id, refusal, tries, looked_until, given_at, decided_at, settled_at, settled_by, purged_at) on upload to app_rw;

create table master (
  id uuid primary key,
  slot_id uuid not null references image_slot (id),
  unit_id uuid not null references work_unit (id),
  upload_id uuid not null references upload (id),
  page integer not null check (page > 0),
  sha256 text references object (sha256),
  format text not null check (format in ('jpeg', 'tiff', 'png', 'jp2', 'pdf')),
  header jsonb not null,
  device_id uuid not null references device (id),
  scanned_by uuid not null references person (id),
  taken_at timestamptz not null default now(),
  purged_at timestamptz,
  unique (upload_id, page),
  check ((sha256 is null) = (purged_at is not null))
);
comment on table master is 'Master (原始扫描图像): one page as it was captured, never changed. A rescan makes another one for the same slot; this one stays.';
comment on column master.id is 'UUIDv7.';
comment on column master.slot_id is 'Slot for which it was captured.';
comment on column master.unit_id is 'Its unit.';
comment on column master.upload_id is 'File in which it arrived.';
comment on column master.page is 'Page of that file, from 1.';
comment on column master.sha256 is 'SHA-256 of the whole file; null once it was purged.';
comment on column master.format is 'Format of the file.';
comment on column master.header is 'What its header says: width and height in pixels, dots per inch, colour, bits, compression, quality, orientation.';
comment on column master.device_id is 'Device by which it was scanned.';
comment on column master.scanned_by is 'Who scanned it.';
comment on column master.taken_at is 'When it was found good.';
comment on column master.purged_at is 'When it was purged, because its original is classified (6.5-3).';
create index master_of_unit on master (unit_id, slot_id, id);
create index master_of_object on master (sha256);
grant select, insert on master to app_rw;
-- Only a purge changes one.
grant update (sha256, purged_at) on master to app_rw;
alter table image_slot add constraint image_slot_master foreign key (master_id) references master (id) deferrable initially deferred;

create table page_look (
  master_id uuid primary key references master (id),
  outcomes jsonb not null,
  ink real not null,
  skew real,
  signature bytea,
  tool text not null check (tool <> ''),
  looked_at timestamptz not null default now()
);
comment on table page_look is 'What the machine found on a page (5.6-4): every check with what it measured, its limit and verdict.';
comment on column page_look.master_id is 'Page.';
comment on column page_look.outcomes is 'Each check: id, verdict (pass, ask, fail), measured value, limit (rules/checks.ts).';
comment on column page_look.ink is 'Share of the sheet that bears ink, 0 to 1.';
comment on column page_look.skew is 'Degrees; null where no lines are seen.';
comment on column page_look.signature is 'By which the same page is known again (rules/pixels/likeness.ts); deflated; null of a page without ink.';
comment on column page_look.tool is 'Version of the checks.';
comment on column page_look.looked_at is 'When.';
grant select, insert, delete on page_look to app_rw;

create table rendition (
  master_id uuid not null references master (id),
  kind text not null check (kind in ('thumb', 'screen')),
  sha256 text not null references object (sha256),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  primary key (master_id, kind)
);
comment on table rendition is 'A smaller picture of a page to look at, made again whenever it is wanted: no product, no evidence.';
comment on column rendition.master_id is 'Page.';
comment on column rendition.kind is 'thumb: for a contact sheet; screen: a whole page on a screen.';
comment on column rendition.sha256 is 'Its bytes, JPEG.';
comment on column rendition.width is 'Pixels.';
comment on column rendition.height is 'Pixels.';
create index rendition_of_object on rendition (sha256);
grant select, insert, delete on rendition to app_rw;

create table unscanned_face (
  id uuid primary key,
  unit_id uuid not null references work_unit (id),
  pages integer not null check (pages > 0),
  face text not null check (face in ('page', 'cover', 'contents', 'noteSheet')),
  place text not null check (place <> ''),
  reason text not null check (reason <> ''),
  by_id uuid not null references person (id),
  at timestamptz not null default now(),
  withdrawn_at timestamptz
);
comment on table unscanned_face is 'Faces that are not scanned, with the reason (§7.1): a duplicate, a draft beside its final text.';
comment on column unscanned_face.id is 'UUIDv7.';
comment on column unscanned_face.unit_id is 'Unit.';
comment on column unscanned_face.pages is 'How many faces.';
comment on column unscanned_face.face is 'Of which kind.';
comment on column unscanned_face.place is 'Which ones, by their page numbers.';
comment on column unscanned_face.reason is 'Why.';
comment on column unscanned_face.by_id is 'Who says so.';
comment on column unscanned_face.at is 'When.';
comment on column unscanned_face.withdrawn_at is 'When it was taken back.';
create index unscanned_face_of on unscanned_face (unit_id) where withdrawn_at is null;
grant select, insert on unscanned_face to app_rw;
grant update (withdrawn_at, place, reason) on unscanned_face to app_rw;
