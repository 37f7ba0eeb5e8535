-- Schemas, entries typed once or twice, what differs between the two, who decided it (5.6-4, DA/T 18-2022).

create table description_schema (
  id uuid primary key,
  name text not null check (name <> ''),
  number integer not null check (number > 0),
  fields jsonb not null,
  released_by uuid not null references person (id),
  agreed_by uuid not null references person (id),
  released_at timestamptz not null default now(),
  unique (name, number),
  check (agreed_by <> released_by)
);
comment on table description_schema is 'A released version of a description schema (著录规则): checked, agreed to by a second person, never changed.';
comment on column description_schema.id is 'UUIDv7.';
comment on column description_schema.name is 'Name of the schema.';
comment on column description_schema.number is 'Its versions are numbered from 1.';
comment on column description_schema.fields is 'Fields of the volume level and of the item level in the order of typing (rules/field.ts); a level without fields is not described.';
comment on column description_schema.released_by is 'Who released it.';
comment on column description_schema.agreed_by is 'Second person.';
comment on column description_schema.released_at is 'When.';
grant select, insert on description_schema to app_rw;

create table project_schema (
  id uuid primary key,
  project_id uuid not null references project (id),
  schema_id uuid not null references description_schema (id),
  bound_by uuid not null references person (id),
  bound_at timestamptz not null default now()
);
comment on table project_schema is 'By which schema a project is described: the newest holds for entries that are opened from then on.';
comment on column project_schema.id is 'UUIDv7.';
comment on column project_schema.project_id is 'Project.';
comment on column project_schema.schema_id is 'Version of a schema.';
comment on column project_schema.bound_by is 'Who decided it.';
comment on column project_schema.bound_at is 'When.';
create index project_schema_of on project_schema (project_id, id);
grant select, insert on project_schema to app_rw;

create table entry (
  id uuid primary key,
  original_id uuid not null references original (id),
  project_id uuid not null references project (id),
  schema_id uuid not null references description_schema (id),
  scheme_id uuid not null references code_scheme (id),
  level text not null check (level in ('volume', 'item')),
  code text not null check (code <> ''),
  sort_key text collate "C" not null,
  opened_by uuid not null references person (id),
  opened_at timestamptz not null default now(),
  removed_by uuid references person (id),
  removed_at timestamptz,
  check ((removed_at is null) = (removed_by is null))
);
comment on table entry is 'Entry (条目) of the description: of a volume, or of an item, kept by itself or in a volume.';
comment on column entry.id is 'UUIDv7.';
comment on column entry.original_id is 'Original that is carried and described: the volume, also for an item that lies in it.';
comment on column entry.project_id is 'Project.';
comment on column entry.schema_id is 'Version of the schema by which it is typed to its end.';
comment on column entry.scheme_id is 'How its archival code is written.';
comment on column entry.level is 'volume (案卷级) or item (文件级).';
comment on column entry.code is 'Archival code (档号).';
comment on column entry.sort_key is 'Sorts bytewise in the order of the codes.';
comment on column entry.opened_by is 'Who opened it.';
comment on column entry.opened_at is 'When.';
comment on column entry.removed_by is 'Who removed it; null while it stands.';
comment on column entry.removed_at is 'When.';
create unique index entry_of_code on entry (scheme_id, code) where removed_at is null;
create unique index entry_of_volume on entry (original_id) where level = 'volume' and removed_at is null;
create index entry_of_original on entry (original_id, sort_key);
create index entry_of_project on entry (project_id, sort_key, id) where removed_at is null;
grant select, insert on entry to app_rw;
grant update (removed_by, removed_at) on entry to app_rw;

create table entry_pass (
  entry_id uuid not null references entry (id),
  pass integer not null check (pass in (1, 2)),
  typed_by uuid not null references person (id),
  unit_id uuid not null references work_unit (id),
  round integer not null check (round >= 0),
  saved_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (entry_id, pass)
);
comment on table entry_pass is 'One of the two entries (一录、二录) of an entry: who saved it last, in which round of his task. Both there, what was typed twice was compared, and is not changed in that round.';
comment on column entry_pass.entry_id is 'Entry.';
comment on column entry_pass.pass is '1 first entry, 2 second entry.';
comment on column entry_pass.typed_by is 'Who saved it last.';
comment on column entry_pass.unit_id is 'Unit of work in which he did.';
comment on column entry_pass.round is 'Round of the task in which he did.';
comment on column entry_pass.saved_at is 'When.';
comment on column entry_pass.version is 'Optimistic version.';
create index entry_pass_by on entry_pass (typed_by);
grant select, insert on entry_pass to app_rw;
grant update (typed_by, unit_id, round, saved_at, version) on entry_pass to app_rw;

create table entry_value (
  entry_id uuid not null,
  pass integer not null,
  field text not null,
  unit_id uuid not null,
  round integer not null check (round >= 0),
  text text not null,
  source jsonb,
  characters integer not null check (characters >= 0),
  typed_by uuid not null references person (id),
  typed_on date not null,
  typed_at timestamptz not null default now(),
  primary key (entry_id, pass, field, unit_id, round),
  foreign key (entry_id, pass) references entry_pass (entry_id, pass) deferrable initially deferred,
  -- 5.6-4: whoever types for the second time is shown nothing to accept.
  check (pass = 1 or source is null)
);
comment on table entry_value is 'What was typed in a field. Typed again after the task was sent back, it is another row: the newest holds.';
comment on column entry_value.entry_id is 'Entry.';
comment on column entry_value.pass is '1 first entry, 2 second entry.';
comment on column entry_value.field is 'Key of the field in the schema of the entry.';
comment on column entry_value.unit_id is 'Unit of work.';
comment on column entry_value.round is 'Round of the task.';
comment on column entry_value.text is 'The value; empty where the field was left out.';
comment on column entry_value.source is 'Page and box of the recognised text from which it was accepted; null for what was typed.';
comment on column entry_value.characters is 'Characters of the value, by which errors are measured.';
comment on column entry_value.typed_by is 'Who typed it.';
comment on column entry_value.typed_on is 'Business day.';
comment on column entry_value.typed_at is 'When.';
create index entry_value_counted on entry_value (typed_by, typed_on);
grant select, insert on entry_value to app_rw;
grant update (text, source, characters, typed_by, typed_on, typed_at) on entry_value to app_rw;

create table entry_difference (
  id uuid primary key,
  entry_id uuid not null references entry (id),
  project_id uuid not null references project (id),
  field text not null,
  first_text text not null,
  second_text text not null,
  first_by uuid not null references person (id),
  second_by uuid not null references person (id),
  first_on date not null,
  second_on date not null,
  found_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  choice text check (choice in ('first', 'second', 'third')),
  third_text text,
  decided_by uuid references person (id),
  decided_at timestamptz,
  check (first_by <> second_by),
  -- 5.6-4: a third person decides.
  check (decided_by not in (first_by, second_by)),
  check ((choice is null) = (decided_by is null) and (choice is null) = (decided_at is null)),
  check ((third_text is not null) = (choice is not distinct from 'third')),
  check (withdrawn_at is null or choice is null)
);
comment on table entry_difference is 'Where two entries of a field differ (双录差异), until a third person has decided it; withdrawn where somebody typed again first.';
comment on column entry_difference.id is 'UUIDv7.';
comment on column entry_difference.entry_id is 'Entry.';
comment on column entry_difference.project_id is 'Project.';
comment on column entry_difference.field is 'Key of the field.';
comment on column entry_difference.first_text is 'What the first entry says.';
comment on column entry_difference.second_text is 'What the second entry says.';
comment on column entry_difference.first_by is 'Who typed the first.';
comment on column entry_difference.second_by is 'Who typed the second.';
comment on column entry_difference.first_on is 'Business day on which the first was typed: errors count there.';
comment on column entry_difference.second_on is 'Business day on which the second was typed.';
comment on column entry_difference.found_at is 'When they were compared.';
comment on column entry_difference.withdrawn_at is 'When one of them was typed again, undecided.';
comment on column entry_difference.choice is 'first, second, or third: what neither typed.';
comment on column entry_difference.third_text is 'That value.';
comment on column entry_difference.decided_by is 'Arbiter.';
comment on column entry_difference.decided_at is 'When.';
create unique index entry_difference_open on entry_difference (entry_id, field) where choice is null and withdrawn_at is null;
create index entry_difference_waiting on entry_difference (project_id, id) where choice is null and withdrawn_at is null;
create index entry_difference_of on entry_difference (entry_id, field, id);
grant select, insert on entry_difference to app_rw;
grant update (first_text, second_text, withdrawn_at, choice, third_text, decided_by, decided_at) on entry_difference to app_rw;
