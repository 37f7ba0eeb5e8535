-- Inspection of images by a person: what was looked at and for how long, what is wrong (5.6-4, 5.5-6).

create table inspection (
  id uuid primary key,
  unit_id uuid not null references work_unit (id),
  step text not null check (step <> ''),
  round integer not null check (round >= 0),
  person_id uuid not null references person (id),
  opened_at timestamptz not null default now(),
  verdict text check (verdict in ('passed', 'returned')),
  decided_at timestamptz,
  returned_to text check (returned_to in ('scan', 'treat')),
  check ((verdict is null) = (decided_at is null)),
  check ((returned_to is not null) = (verdict is not distinct from 'returned'))
);
comment on table inspection is 'Somebody inspects the images of a unit at one step of its line, in one round; once he has sent them back he begins anew.';
comment on column inspection.id is 'UUIDv7.';
comment on column inspection.unit_id is 'Unit.';
comment on column inspection.step is 'Step of its line.';
comment on column inspection.round is 'How often the step had been opened again.';
comment on column inspection.person_id is 'Inspector.';
comment on column inspection.opened_at is 'When he began.';
comment on column inspection.verdict is 'passed, or returned (退回); null while he inspects.';
comment on column inspection.decided_at is 'When he decided.';
comment on column inspection.returned_to is 'Kind of the step to which it was sent back.';
create unique index inspection_at_work on inspection (unit_id, step, round, person_id) where verdict is distinct from 'returned';
grant select, insert on inspection to app_rw;
grant update (verdict, decided_at, returned_to) on inspection to app_rw;

create table page_seen (
  inspection_id uuid not null references inspection (id),
  master_id uuid not null references master (id),
  page_ms integer not null check (page_ms >= 0),
  grid_ms integer not null check (grid_ms >= 0),
  passed boolean not null,
  first_at timestamptz not null default now(),
  last_at timestamptz not null,
  primary key (inspection_id, master_id)
);
comment on table page_seen is 'That a page was on the screen (5.5-6): coverage of an inspection. A page that was never shown is not passed.';
comment on column page_seen.inspection_id is 'Inspection.';
comment on column page_seen.master_id is 'Image.';
comment on column page_seen.page_ms is 'Milliseconds by itself, at reading size.';
comment on column page_seen.grid_ms is 'Milliseconds in the contact sheet.';
comment on column page_seen.passed is 'Whether he said of this very page that it is good.';
comment on column page_seen.first_at is 'When it was told first.';
comment on column page_seen.last_at is 'When it was told last.';
grant select, insert on page_seen to app_rw;
grant update (page_ms, grid_ms, passed, last_at) on page_seen to app_rw;

create table defect (
  id uuid primary key,
  inspection_id uuid not null references inspection (id),
  unit_id uuid not null references work_unit (id),
  slot_id uuid not null references image_slot (id),
  master_id uuid references master (id),
  treatment_id uuid references treatment (id),
  kind text not null check (kind <> ''),
  note text check (note <> ''),
  found_by uuid not null references person (id),
  found_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  answer text check (answer <> ''),
  answered_by uuid references person (id),
  answered_at timestamptz,
  check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null))
);
comment on table defect is 'A defect (缺陷) of an image, until it is resolved by another image or an answer.';
comment on column defect.id is 'UUIDv7.';
comment on column defect.inspection_id is 'Inspection in which it was found.';
comment on column defect.unit_id is 'Unit.';
comment on column defect.slot_id is 'Image at which it is.';
comment on column defect.master_id is 'Image that was shown; null of an empty place.';
comment on column defect.treatment_id is 'Treatment whose result was shown; null of a page that was shown as scanned.';
comment on column defect.kind is 'What it is (rules/inspection.ts).';
comment on column defect.note is 'In words.';
comment on column defect.found_by is 'Who found it.';
comment on column defect.found_at is 'When.';
comment on column defect.withdrawn_at is 'When whoever found it took it back.';
comment on column defect.answer is 'Why it stays as it is, in the words of whoever was to mend it: the original is like that.';
comment on column defect.answered_by is 'Who answered.';
comment on column defect.answered_at is 'When.';
create index defect_of_unit on defect (unit_id, id) where withdrawn_at is null;
grant select, insert on defect to app_rw;
grant update (withdrawn_at, note, answer, answered_by, answered_at) on defect to app_rw;
