-- Originals (档案实体), how they were examined, where they are and were (6.1 to 6.7).

create table fonds (
  id uuid primary key,
  code text not null unique check (code <> ''),
  name text not null check (name <> ''),
  creator text not null,
  added_by uuid not null references person (id),
  added_at timestamptz not null default now()
);
comment on table fonds is 'Fonds (全宗).';
comment on column fonds.id is 'UUIDv7.';
comment on column fonds.code is 'Fonds number (全宗号), as it stands in archival codes.';
comment on column fonds.name is 'Its name.';
comment on column fonds.creator is 'Creator (立档单位), where it differs from the name.';
comment on column fonds.added_by is 'Who added it.';
comment on column fonds.added_at is 'When.';
grant select, insert on fonds to app_rw;

create table original (
  id uuid primary key,
  project_id uuid not null references project (id),
  scheme_id uuid not null references code_scheme (id),
  fonds_id uuid not null references fonds (id),
  kind text not null check (kind in ('volume', 'item')),
  parent_id uuid references original (id),
  unit boolean not null generated always as (parent_id is null) stored,
  code text not null check (code <> ''),
  written_code text not null,
  sort_key text collate "C" not null,
  title text,
  author text,
  document_number text,
  dated text,
  retention text,
  pages integer check (pages > 0),
  marking text,
  remark text,
  secrecy text not null default 'undecided' check (secrecy in ('undecided', 'unmarked', 'declassified', 'classified')),
  import_id uuid,
  import_row integer,
  registered_by uuid not null references person (id),
  registered_at timestamptz not null default now(),
  version integer not null default 1,
  unique (scheme_id, code),
  unique (scheme_id, sort_key),
  unique (id, unit),
  check (kind = 'item' or parent_id is null),
  -- 6.1-5: of what bears a mark without declassification the archival code is kept, and nothing of its content.
  check (
    secrecy <> 'classified'
    or (title is null and author is null and document_number is null and dated is null and remark is null)
  ),
  check ((import_id is null) = (import_row is null))
);
comment on table original is 'An original (档案实体): a volume, an item that is kept by itself, or an item within a volume.';
comment on column original.id is 'UUIDv7.';
comment on column original.project_id is 'Project it was registered for.';
comment on column original.scheme_id is 'How its archival code is written.';
comment on column original.fonds_id is 'Fonds.';
comment on column original.kind is 'volume (案卷) or item (件).';
comment on column original.parent_id is 'Volume it lies in; null for what is carried and kept by itself.';
comment on column original.unit is 'Whether it is carried and kept by itself, and so has whereabouts.';
comment on column original.code is 'Archival code (档号), normalised.';
comment on column original.written_code is 'As it was written in the list that it came from.';
comment on column original.sort_key is 'Its place in the order of archival codes.';
comment on column original.title is 'Title (题名).';
comment on column original.author is 'Author (责任者).';
comment on column original.document_number is 'Document number (文号).';
comment on column original.dated is 'Date as catalogued, digits and brackets (DA/T 18-2022).';
comment on column original.retention is 'Retention period (保管期限).';
comment on column original.pages is 'Pages according to the catalogue.';
comment on column original.marking is 'Classification that the catalogue states; the decision is made from the paper.';
comment on column original.remark is 'Remarks.';
comment on column original.secrecy is 'Decision of the pre-check (6.1-1): undecided, unmarked, declassified, classified (mark without declassification).';
comment on column original.import_id is 'Import that it came by.';
comment on column original.import_row is 'Row of the imported file, from 1.';
comment on column original.registered_by is 'Who registered it.';
comment on column original.registered_at is 'When.';
comment on column original.version is 'Optimistic version.';
create index original_code on original (code);
create index original_of_project on original (project_id, sort_key, id);
create index original_in_volume on original (parent_id) where parent_id is not null;
grant select, insert on original to app_rw;
grant update (title, author, document_number, dated, retention, pages, marking, remark, secrecy, version)
  on original to app_rw;

create table secrecy_check (
  id uuid primary key,
  original_id uuid not null references original (id),
  verdict text not null check (verdict in ('unmarked', 'declassified', 'classified')),
  basis text check (basis <> ''),
  declassified_on date,
  page text check (page <> ''),
  decided_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  check ((verdict = 'declassified') = (basis is not null)),
  check ((verdict = 'declassified') = (declassified_on is not null)),
  check ((verdict = 'unmarked') = (page is null)),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table secrecy_check is 'Decisions on secrecy, made from the paper by a person of the archive department (6.1-1). The newest holds.';
comment on column secrecy_check.id is 'UUIDv7.';
comment on column secrecy_check.original_id is 'Original.';
comment on column secrecy_check.verdict is 'unmarked, declassified (mark with declassification), classified (mark without).';
comment on column secrecy_check.basis is 'What declassified it: document or stamp.';
comment on column secrecy_check.declassified_on is 'Since when.';
comment on column secrecy_check.page is 'Page on which the mark stands.';
comment on column secrecy_check.decided_by is 'Who decided.';
comment on column secrecy_check.occurred_at is 'When.';
comment on column secrecy_check.recorded_at is 'When it was entered.';
comment on column secrecy_check.late_reason is 'Why it was entered late.';
comment on column secrecy_check.late_form_number is 'Number of the paper form.';
comment on column secrecy_check.late_scan_id is 'Scan of the paper form.';
create index secrecy_check_of on secrecy_check (original_id, recorded_at);
grant select, insert on secrecy_check to app_rw;

create table whereabouts (
  original_id uuid primary key,
  unit boolean not null default true check (unit),
  place text not null check (place in ('shelf', 'hand', 'cabinet', 'repair', 'surrendered', 'lost')),
  holder_id uuid not null references person (id),
  cabinet_id uuid,
  cabinet_stage text generated always as (case when cabinet_id is null then null else stage end) stored,
  stage text check (stage in ('unprocessed', 'processed')),
  batch_id uuid,
  halted boolean not null default false,
  unbound boolean not null default false,
  since timestamptz not null,
  version integer not null default 1,
  foreign key (original_id, unit) references original (id, unit),
  -- 4.4-2: a cabinet for the other stage is refused here as well.
  foreign key (cabinet_id, cabinet_stage) references fixture (id, stage),
  check ((place = 'cabinet') = (cabinet_id is not null)),
  check ((batch_id is null) = (stage is null)),
  check (place <> 'shelf' or (batch_id is null and not unbound)),
  check (place not in ('hand', 'cabinet', 'repair') or batch_id is not null)
);
comment on table whereabouts is 'Where each original is now and who holds it (6.2, 6.6, 6.7-1): one row for each that is carried by itself.';
comment on column whereabouts.original_id is 'Original.';
comment on column whereabouts.unit is 'true: only what is carried by itself has whereabouts.';
comment on column whereabouts.place is 'shelf (在库), hand (在手), cabinet (在柜), repair, surrendered (移交, 6.5-3), lost.';
comment on column whereabouts.holder_id is 'Who is in charge of it.';
comment on column whereabouts.cabinet_id is 'Cabinet it lies in.';
comment on column whereabouts.cabinet_stage is 'What may lie in that cabinet: the stage of the original.';
comment on column whereabouts.stage is '待加工 or 已加工 while it is out.';
comment on column whereabouts.batch_id is 'Batch by which it is out.';
comment on column whereabouts.halted is 'A classified mark was found (6.5-1): nothing goes on with it.';
comment on column whereabouts.unbound is 'Taken apart and not yet bound again (6.3-5).';
comment on column whereabouts.since is 'Since when it is there with this holder.';
comment on column whereabouts.version is 'Optimistic version.';
create index whereabouts_holder on whereabouts (holder_id) where place <> 'shelf';
create index whereabouts_place on whereabouts (place, since) where place <> 'shelf';
create index whereabouts_batch on whereabouts (batch_id) where batch_id is not null;
grant select, insert on whereabouts to app_rw;
grant update (place, holder_id, cabinet_id, stage, batch_id, halted, unbound, since, version) on whereabouts to app_rw;

create table part_out (
  id uuid primary key,
  original_id uuid not null references whereabouts (original_id),
  number integer not null check (number > 0),
  description text not null check (description <> ''),
  place text not null check (place in ('hand', 'cabinet')),
  holder_id uuid not null references person (id),
  cabinet_id uuid references fixture (id),
  since timestamptz not null,
  taken_at timestamptz not null,
  returned_at timestamptz,
  unique (original_id, number),
  check ((place = 'cabinet') = (cabinet_id is not null)),
  check (returned_at >= taken_at)
);
comment on table part_out is 'Part of an original at another place, on a sub-slip of its own (6.4); back when returned_at is set.';
comment on column part_out.id is 'UUIDv7.';
comment on column part_out.original_id is 'Original.';
comment on column part_out.number is 'Running number within the original; with its code the number of the sub-slip.';
comment on column part_out.description is 'Which pages or sheets.';
comment on column part_out.place is 'hand or cabinet.';
comment on column part_out.holder_id is 'Who is in charge of it.';
comment on column part_out.cabinet_id is 'Cabinet it lies in.';
comment on column part_out.since is 'Since when it is there with this holder.';
comment on column part_out.taken_at is 'When it was taken out.';
comment on column part_out.returned_at is 'When it came back.';
create index part_out_open on part_out (original_id) where returned_at is null;
grant select, insert on part_out to app_rw;
grant update (description, place, holder_id, cabinet_id, since, returned_at) on part_out to app_rw;

create table movement (
  id uuid primary key,
  original_id uuid not null references original (id),
  part_id uuid references part_out (id),
  event text not null check (event <> ''),
  place text not null check (place in ('shelf', 'hand', 'cabinet', 'repair', 'surrendered', 'lost')),
  holder_id uuid not null references person (id),
  cabinet_id uuid references fixture (id),
  batch_id uuid,
  stage text check (stage in ('unprocessed', 'processed')),
  halted boolean not null,
  moved_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
comment on table movement is 'What happened to each original, and where it was afterwards (6.4-3). Never changed.';
comment on column movement.id is 'UUIDv7.';
comment on column movement.original_id is 'Original.';
comment on column movement.part_id is 'Part of it that was moved; null for the whole.';
comment on column movement.event is 'register, handOver, take, pass, store … as rules/custody.ts has them.';
comment on column movement.place is 'Where it was afterwards.';
comment on column movement.holder_id is 'Who held it afterwards.';
comment on column movement.cabinet_id is 'Cabinet afterwards.';
comment on column movement.batch_id is 'Batch by which it was out.';
comment on column movement.stage is '待加工 or 已加工 afterwards.';
comment on column movement.halted is 'Whether it stood still afterwards (6.5-1).';
comment on column movement.moved_by is 'Whose act it was.';
comment on column movement.occurred_at is 'When it happened.';
comment on column movement.recorded_at is 'When it was entered.';
create index movement_of on movement (original_id, id);
grant select, insert on movement to app_rw;
