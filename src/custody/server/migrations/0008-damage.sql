-- Damage and loss (6.3), disinfection (6.7-4), and what preparation found (6.4).

create table damage_incident (
  id uuid primary key,
  number text not null unique,
  original_id uuid not null references whereabouts (original_id),
  batch_id uuid references batch (id),
  kind text not null check (kind in ('damaged', 'missing')),
  place text not null check (place <> ''),
  description text not null check (description <> ''),
  cause text not null,
  photo_device_id uuid references photo_device (id),
  photo_camera_id uuid references camera (id),
  reported_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  liable text check (liable in ('vendor', 'archive', 'nobody')),
  liability_basis text check (liability_basis <> ''),
  penalty text,
  remedy text check (remedy in ('repair', 'none')),
  judged_by uuid references person (id),
  agreed_by uuid references person (id),
  judged_at timestamptz,
  repairer text check (repairer <> ''),
  repair_method text check (repair_method <> ''),
  sent_by uuid references person (id),
  sent_at timestamptz,
  repair_result text check (repair_result <> ''),
  accepted_by uuid references person (id),
  accepted_with uuid references person (id),
  accepted_at timestamptz,
  found_note text check (found_note <> ''),
  found_by uuid references person (id),
  found_at timestamptz,
  version integer not null default 1,
  check (photo_device_id is null or photo_camera_id is null),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null)),
  check (judged_by <> agreed_by and accepted_by <> accepted_with),
  check ((liable is null) = (judged_at is null) and (judged_by is null) = (judged_at is null)
    and (agreed_by is null) = (judged_at is null) and (liability_basis is null) = (judged_at is null)
    and (penalty is null) = (judged_at is null) and (remedy is null) = (judged_at is null)),
  check ((repairer is null) = (sent_at is null) and (repair_method is null) = (sent_at is null)
    and (sent_by is null) = (sent_at is null)),
  check ((repair_result is null) = (accepted_at is null) and (accepted_by is null) = (accepted_at is null)
    and (accepted_with is null) = (accepted_at is null)),
  check (accepted_at is null or sent_at is not null),
  check ((found_at is null) = (found_by is null) and (found_at is null) = (found_note is null)),
  check (kind = 'missing' or found_at is null),
  check (kind = 'damaged' or sent_at is null)
);
comment on table damage_incident is 'Damage incident (损毁事件, 6.3): an original damaged or missing while it was out; who is liable, how it was repaired.';
comment on column damage_incident.id is 'UUIDv7.';
comment on column damage_incident.number is 'Year and running number.';
comment on column damage_incident.original_id is 'Original.';
comment on column damage_incident.batch_id is 'Batch by which it was out.';
comment on column damage_incident.kind is 'damaged (损毁) or missing (下落不明).';
comment on column damage_incident.place is 'Which page or part; for what is missing, where it was last.';
comment on column damage_incident.description is 'What happened to it; cleared when the original is classified.';
comment on column damage_incident.cause is 'Why, as far as known.';
comment on column damage_incident.photo_device_id is 'Device that its photographs were taken with.';
comment on column damage_incident.photo_camera_id is 'Or the camera whose stills they are.';
comment on column damage_incident.reported_by is 'Who reported it.';
comment on column damage_incident.occurred_at is 'When it was noticed.';
comment on column damage_incident.recorded_at is 'When it was entered.';
comment on column damage_incident.late_reason is 'Why it was entered late.';
comment on column damage_incident.late_form_number is 'Number of the paper form.';
comment on column damage_incident.late_scan_id is 'Scan of the paper form.';
comment on column damage_incident.liable is 'Who is liable (6.3-2): vendor, archive, nobody.';
comment on column damage_incident.liability_basis is 'On what that rests: contract, rule, footage.';
comment on column damage_incident.penalty is 'What follows for whoever is liable; empty when nothing does.';
comment on column damage_incident.remedy is 'repair or none.';
comment on column damage_incident.judged_by is 'Who decided it, of the archive.';
comment on column damage_incident.agreed_by is 'Who agreed, of the vendor.';
comment on column damage_incident.judged_at is 'When.';
comment on column damage_incident.repairer is 'Who repairs it (6.3-3).';
comment on column damage_incident.repair_method is 'How.';
comment on column damage_incident.sent_by is 'Who gave it to be repaired, of the archive.';
comment on column damage_incident.sent_at is 'When.';
comment on column damage_incident.repair_result is 'How it is after the repair.';
comment on column damage_incident.accepted_by is 'Who accepted the repair, of the archive.';
comment on column damage_incident.accepted_with is 'And with whom.';
comment on column damage_incident.accepted_at is 'When.';
comment on column damage_incident.found_note is 'Where what was missing was found, and in what condition.';
comment on column damage_incident.found_by is 'Who found it.';
comment on column damage_incident.found_at is 'When.';
comment on column damage_incident.version is 'Optimistic version.';
-- An original is missing once at a time, and repaired once at a time.
create unique index damage_incident_missing on damage_incident (original_id) where kind = 'missing' and found_at is null;
create unique index damage_incident_repair on damage_incident (original_id) where sent_at is not null and accepted_at is null;
create index damage_incident_of on damage_incident (original_id, id);
grant select, insert on damage_incident to app_rw;
grant update (place, description, cause, liable, liability_basis, penalty, remedy, judged_by, agreed_by, judged_at,
  repairer, repair_method, sent_by, sent_at, repair_result, accepted_by, accepted_with, accepted_at,
  found_note, found_by, found_at, version) on damage_incident to app_rw;

create table damage_photo (
  incident_id uuid not null references damage_incident (id),
  attachment_id uuid not null references attachment (id),
  after_repair boolean not null,
  primary key (incident_id, attachment_id)
);
comment on table damage_photo is 'Photographs of a damage incident.';
comment on column damage_photo.incident_id is 'Incident.';
comment on column damage_photo.attachment_id is 'Photograph.';
comment on column damage_photo.after_repair is 'Whether it shows the original after its repair.';
grant select, insert on damage_photo to app_rw;

create table disinfection (
  id uuid primary key,
  number text not null unique,
  project_id uuid not null references project (id),
  method text not null check (method <> ''),
  place text not null check (place <> ''),
  done_by text not null check (done_by <> ''),
  started_at timestamptz not null,
  ended_at timestamptz not null,
  remark text not null,
  entered_by uuid not null references person (id),
  entered_at timestamptz not null default now(),
  check (ended_at > started_at)
);
comment on table disinfection is 'Disinfection (消毒杀虫, 6.7-4) of originals that were out long, or had mould or insects. Never changed.';
comment on column disinfection.id is 'UUIDv7.';
comment on column disinfection.number is 'Year and running number.';
comment on column disinfection.project_id is 'Project.';
comment on column disinfection.method is 'Method and agent.';
comment on column disinfection.place is 'Where.';
comment on column disinfection.done_by is 'Who did it.';
comment on column disinfection.started_at is 'From.';
comment on column disinfection.ended_at is 'To.';
comment on column disinfection.remark is 'Remarks.';
comment on column disinfection.entered_by is 'Who entered it, of the archive.';
comment on column disinfection.entered_at is 'When.';
create index disinfection_of on disinfection (project_id, id);
grant select, insert on disinfection to app_rw;

create table disinfected (
  disinfection_id uuid not null references disinfection (id),
  original_id uuid not null references original (id),
  primary key (disinfection_id, original_id)
);
comment on table disinfected is 'What a disinfection was of.';
comment on column disinfected.disinfection_id is 'Disinfection.';
comment on column disinfected.original_id is 'Original.';
create index disinfected_original on disinfected (original_id);
grant select, insert on disinfected to app_rw;

alter table retrieval_plan add column disinfect_after_days integer not null default 30
  check (disinfect_after_days between 1 and 3650);
comment on column retrieval_plan.disinfect_after_days is 'Days out after which an original is disinfected before it goes back to its shelf (6.7-4).';

create table preparation (
  id uuid primary key,
  slip_id uuid not null references slip (id),
  pages integer not null check (pages > 0),
  leaves integer not null check (leaves > 0),
  a3 integer not null check (a3 >= 0),
  a2 integer not null check (a2 >= 0),
  a1 integer not null check (a1 >= 0),
  a0 integer not null check (a0 >= 0),
  inserted integer not null check (inserted >= 0),
  damaged integer not null check (damaged >= 0),
  unscanned integer not null check (unscanned >= 0),
  unscanned_reason text check (unscanned_reason <> ''),
  cover integer check (cover >= 0),
  contents integer check (contents >= 0),
  note_sheet integer check (note_sheet >= 0),
  blanks integer check (blanks >= 0),
  binding text not null,
  remark text not null,
  prepared_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  check (a3 + a2 + a1 + a0 <= pages and unscanned <= pages and inserted <= pages and damaged <= pages),
  check ((unscanned > 0) = (unscanned_reason is not null)),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table preparation is 'What preparation (整理) found of an original before it is scanned: the newest holds. Never changed, but its words are cleared when the original is classified (6.1-5).';
comment on column preparation.id is 'UUIDv7.';
comment on column preparation.slip_id is 'Routing slip of the original.';
comment on column preparation.pages is 'Pages (页) as counted.';
comment on column preparation.leaves is 'Sheets of paper (张).';
comment on column preparation.a3 is 'Pages of size A3.';
comment on column preparation.a2 is 'Pages of size A2.';
comment on column preparation.a1 is 'Pages of size A1.';
comment on column preparation.a0 is 'Pages of size A0 or larger.';
comment on column preparation.inserted is 'Pages that were inserted and bear no number of their own.';
comment on column preparation.damaged is 'Pages that are damaged.';
comment on column preparation.unscanned is 'Pages that are not scanned.';
comment on column preparation.unscanned_reason is 'Why they are not.';
comment on column preparation.cover is 'Faces of the cover that are scanned; null where nobody counted them.';
comment on column preparation.contents is 'Faces of the list of contents (卷内目录); null where nobody counted them.';
comment on column preparation.note_sheet is 'Faces of the note sheet (备考表); null where nobody counted them.';
comment on column preparation.blanks is 'Blank faces that are scanned all the same; null where nobody counted them.';
comment on column preparation.binding is 'How it is bound.';
comment on column preparation.remark is 'Remarks.';
comment on column preparation.prepared_by is 'Who counted.';
comment on column preparation.occurred_at is 'When.';
comment on column preparation.recorded_at is 'When it was entered.';
comment on column preparation.late_reason is 'Why it was entered late.';
comment on column preparation.late_form_number is 'Number of the paper form.';
comment on column preparation.late_scan_id is 'Scan of the paper form.';
create index preparation_of on preparation (slip_id, id);
grant select, insert on preparation to app_rw;
grant update (unscanned_reason, remark) on preparation to app_rw;
