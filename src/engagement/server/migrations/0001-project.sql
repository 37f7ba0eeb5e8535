-- Projects (2.2): what is outsourced, to whom, and what its images must be.

create table project (
  id uuid primary key,
  number text not null unique,
  name text not null unique check (name <> ''),
  kind text not null check (kind in ('arrangement', 'digitization', 'both', 'own')),
  vendor_id uuid,
  vendor_kind text generated always as (case when vendor_id is null then null else 'vendor' end) stored,
  starts_on date not null,
  ends_on date not null,
  remark text not null,
  state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
  registered_by uuid not null references person (id),
  registered_at timestamptz not null default now(),
  opened_by uuid references person (id),
  opened_at timestamptz,
  closed_by uuid references person (id),
  closed_at timestamptz,
  close_reason text check (close_reason <> ''),
  version integer not null default 1,
  foreign key (vendor_id, vendor_kind) references party (id, kind),
  check ((kind = 'own') = (vendor_id is null)),
  check (ends_on >= starts_on),
  check ((opened_at is null) = (opened_by is null)),
  check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (close_reason is null)),
  check ((state = 'closed') = (closed_at is not null)),
  check (state <> 'open' or opened_at is not null)
);
comment on table project is 'Project (项目): arrangement, digitization or both, by a vendor or by the archive itself (2.2-1).';
comment on column project.id is 'UUIDv7; scope of role assignments.';
comment on column project.number is 'Year and running number.';
comment on column project.name is 'Its name.';
comment on column project.kind is 'arrangement, digitization, both, own (by the archive itself).';
comment on column project.vendor_id is 'Vendor; none when the archive does it itself.';
comment on column project.vendor_kind is 'vendor: the key into party.';
comment on column project.starts_on is 'First business day.';
comment on column project.ends_on is 'Last business day.';
comment on column project.remark is 'Remarks.';
comment on column project.state is 'draft, open (originals may enter its batches) or closed.';
comment on column project.registered_by is 'Who registered it.';
comment on column project.registered_at is 'When.';
comment on column project.opened_by is 'Who opened it.';
comment on column project.opened_at is 'When.';
comment on column project.closed_by is 'Who closed it.';
comment on column project.closed_at is 'When.';
comment on column project.close_reason is 'Why.';
comment on column project.version is 'Optimistic version.';
grant select, insert on project to app_rw;
grant update (name, kind, vendor_id, starts_on, ends_on, remark, state, opened_by, opened_at, closed_by, closed_at,
  close_reason, version) on project to app_rw;

create table specification (
  id uuid primary key,
  project_id uuid not null references project (id),
  archive_type text check (archive_type <> ''),
  number integer not null check (number > 0),
  data jsonb not null,
  reason text not null,
  set_by uuid not null references person (id),
  set_at timestamptz not null default now(),
  unique nulls not distinct (project_id, archive_type, number)
);
comment on table specification is 'Technical specification (技术指标, 2.2-3) of a project or of one type of its archives; the highest number holds.';
comment on column specification.id is 'UUIDv7.';
comment on column specification.project_id is 'Project.';
comment on column specification.archive_type is 'Category code (门类代码) it is for; null for the whole project.';
comment on column specification.number is 'Running number within project and type, from 1.';
comment on column specification.data is 'Limits, as rules/specification.ts has them.';
comment on column specification.reason is 'Why it was changed.';
comment on column specification.set_by is 'Who set it.';
comment on column specification.set_at is 'When.';
grant select, insert on specification to app_rw;
