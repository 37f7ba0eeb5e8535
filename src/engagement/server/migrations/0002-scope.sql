-- What a project covers (2.2-1): grammars of archival codes, and ranges of them.

create table code_scheme (
  id uuid primary key,
  name text not null unique check (name <> ''),
  grammar jsonb not null,
  added_by uuid not null references person (id),
  added_at timestamptz not null default now()
);
comment on table code_scheme is 'How archival codes (档号) are written: a grammar of segments (DA/T 13, DA/T 22, or the archive''s own). Never changed: codes in the registers rest on it.';
comment on column code_scheme.id is 'UUIDv7.';
comment on column code_scheme.name is 'Its name.';
comment on column code_scheme.grammar is 'Segments, widths, separators, code tables, as rules/archival-code has them.';
comment on column code_scheme.added_by is 'Who added it.';
comment on column code_scheme.added_at is 'When.';
grant select, insert on code_scheme to app_rw;

create table project_scope (
  id uuid primary key,
  project_id uuid not null references project (id),
  scheme_id uuid not null references code_scheme (id),
  from_code text not null check (from_code <> ''),
  to_code text not null check (to_code <> ''),
  lower_key text collate "C" not null,
  upper_key text collate "C" not null,
  label text not null check (label <> ''),
  expected_volumes integer check (expected_volumes > 0),
  expected_items integer check (expected_items > 0),
  expected_pages integer check (expected_pages > 0),
  added_by uuid not null references person (id),
  added_at timestamptz not null default now(),
  removed_by uuid references person (id),
  removed_at timestamptz,
  version integer not null default 1,
  check ((removed_at is null) = (removed_by is null)),
  check (upper_key >= lower_key)
);
comment on table project_scope is 'A range of archival codes that a project covers (2.2-1); what lies in none cannot enter its batches.';
comment on column project_scope.id is 'UUIDv7.';
comment on column project_scope.project_id is 'Project.';
comment on column project_scope.scheme_id is 'How its codes are written.';
comment on column project_scope.from_code is 'First code; may be cut off behind any segment.';
comment on column project_scope.to_code is 'Last code; all that lies below it belongs to the range.';
comment on column project_scope.lower_key is 'Sort key from which the range goes (rules/archival-code/order.ts).';
comment on column project_scope.upper_key is 'Sort key to which the range goes.';
comment on column project_scope.label is 'What it is, in words: fonds, list, years.';
comment on column project_scope.expected_volumes is 'Volumes expected in it.';
comment on column project_scope.expected_items is 'Items expected in it.';
comment on column project_scope.expected_pages is 'Pages expected in it.';
comment on column project_scope.added_by is 'Who added it.';
comment on column project_scope.added_at is 'When.';
comment on column project_scope.removed_by is 'Who took it out.';
comment on column project_scope.removed_at is 'When.';
comment on column project_scope.version is 'Optimistic version.';
create index project_scope_keys on project_scope (scheme_id, lower_key) where removed_at is null;
grant select, insert on project_scope to app_rw;
grant update (removed_by, removed_at, version) on project_scope to app_rw;
