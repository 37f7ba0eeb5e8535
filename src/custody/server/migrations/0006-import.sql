-- Imports of catalogues from tables (6.1-4).

create table catalogue_import (
  id uuid primary key,
  project_id uuid not null references project (id),
  scheme_id uuid not null references code_scheme (id),
  attachment_id uuid not null references attachment (id),
  keeper_id uuid not null references person (id),
  fonds text,
  sheet text,
  header_row integer check (header_row >= 0),
  encoding text,
  headings text[] not null,
  mapping jsonb not null,
  dry boolean not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  done_row integer not null default 0,
  good integer not null default 0,
  known integer not null default 0,
  bad integer not null default 0,
  marked integer not null default 0,
  problem jsonb,
  started_by uuid not null references person (id),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  check ((state = 'waiting') = (finished_at is null)),
  check ((state = 'failed') = (problem is not null))
);
comment on table catalogue_import is 'Import of a catalogue from a table that was uploaded, or its trial (dry run).';
comment on column catalogue_import.id is 'UUIDv7.';
comment on column catalogue_import.project_id is 'Project.';
comment on column catalogue_import.scheme_id is 'How its codes are written.';
comment on column catalogue_import.attachment_id is 'The file.';
comment on column catalogue_import.keeper_id is 'In whose charge the originals stand on their shelves (6.7-1).';
comment on column catalogue_import.fonds is 'Fonds number, where codes do not begin with it.';
comment on column catalogue_import.sheet is 'Sheet of a workbook; null for the first one.';
comment on column catalogue_import.header_row is 'Row with the headings, from 1; 0 for none; null as suggested.';
comment on column catalogue_import.encoding is 'Encoding that a person stated; null as found.';
comment on column catalogue_import.headings is 'Headings of the file: a later file of the same ones gets the same mapping.';
comment on column catalogue_import.mapping is 'Field to column, from 0.';
comment on column catalogue_import.dry is 'A trial: nothing is registered.';
comment on column catalogue_import.state is 'waiting, done or failed (the file itself could not be read).';
comment on column catalogue_import.done_row is 'Row of the file up to which it is done: a run after a crash goes on behind it.';
comment on column catalogue_import.good is 'Rows registered, or that would be.';
comment on column catalogue_import.known is 'Rows whose codes were registered already.';
comment on column catalogue_import.bad is 'Rows refused.';
comment on column catalogue_import.marked is 'Rows that the list itself calls classified, registered or not: the file is to be purged (6.1-5).';
comment on column catalogue_import.problem is 'Why the file could not be read: code and parameters.';
comment on column catalogue_import.started_by is 'Who started it.';
comment on column catalogue_import.started_at is 'When.';
comment on column catalogue_import.finished_at is 'When it ended.';
create index catalogue_import_of on catalogue_import (project_id, id);
grant select, insert on catalogue_import to app_rw;
grant update (state, done_row, good, known, bad, marked, problem, finished_at) on catalogue_import to app_rw;

create table import_problem (
  import_id uuid not null references catalogue_import (id),
  row integer not null check (row > 0),
  number integer not null check (number >= 0),
  field text,
  code text not null,
  params jsonb not null,
  text text not null,
  primary key (import_id, row, number)
);
comment on table import_problem is 'What is wrong in a row of an import.';
comment on column import_problem.import_id is 'Import.';
comment on column import_problem.row is 'Row of the file, as people count.';
comment on column import_problem.number is 'Running number within the row.';
comment on column import_problem.field is 'Field of the catalogue; null for the whole row.';
comment on column import_problem.code is 'What is wrong: a code of the messages.';
comment on column import_problem.params is 'Its parameters.';
comment on column import_problem.text is 'Archival code as the row writes it.';
grant select, insert on import_problem to app_rw;

alter table original add foreign key (import_id) references catalogue_import (id);
create index original_classified_import on original (import_id) where secrecy = 'classified' and import_id is not null;
