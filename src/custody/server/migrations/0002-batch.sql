-- Plans, batches, counts and handovers (6.2, 6.7).

create table retrieval_plan (
  id uuid primary key,
  project_id uuid not null references project (id),
  starts_on date not null,
  ends_on date not null,
  most_total integer not null check (most_total > 0),
  most_at_once integer not null check (most_at_once > 0),
  remark text not null,
  set_by uuid not null references person (id),
  set_at timestamptz not null default now(),
  check (ends_on >= starts_on),
  check (most_at_once <= most_total)
);
comment on table retrieval_plan is 'Retrieval plan (调档计划, 6.2-1) of a project; the newest holds.';
comment on column retrieval_plan.id is 'UUIDv7.';
comment on column retrieval_plan.project_id is 'Project.';
comment on column retrieval_plan.starts_on is 'First business day on which originals go out.';
comment on column retrieval_plan.ends_on is 'Last such day.';
comment on column retrieval_plan.most_total is 'Originals that go out over the whole plan.';
comment on column retrieval_plan.most_at_once is 'Originals that are out at one time.';
comment on column retrieval_plan.remark is 'Remarks.';
comment on column retrieval_plan.set_by is 'Who set it.';
comment on column retrieval_plan.set_at is 'When.';
create index retrieval_plan_of on retrieval_plan (project_id, id);
grant select, insert on retrieval_plan to app_rw;

create table batch (
  id uuid primary key,
  number text not null unique,
  project_id uuid not null references project (id),
  plan_id uuid not null references retrieval_plan (id),
  name text not null check (name <> ''),
  remark text not null,
  state text not null default 'requested' check (state in ('requested', 'approved', 'out', 'closed', 'cancelled')),
  requested_by uuid not null references person (id),
  requested_at timestamptz not null default now(),
  approved_by uuid references person (id),
  approved_at timestamptz,
  over_reason text check (over_reason <> ''),
  cancelled_by uuid references person (id),
  cancelled_at timestamptz,
  cancel_reason text check (cancel_reason <> ''),
  version integer not null default 1,
  unique (id, project_id),
  check (approved_by <> requested_by),
  check ((approved_by is null) = (approved_at is null)),
  check (state not in ('approved', 'out', 'closed') or approved_by is not null),
  check ((state = 'cancelled') = (cancelled_by is not null)),
  check ((cancelled_by is null) = (cancelled_at is null) and (cancelled_by is null) = (cancel_reason is null))
);
comment on table batch is 'Batch (批次): originals that are fetched together (6.2-1).';
comment on column batch.id is 'UUIDv7.';
comment on column batch.number is 'Year and running number.';
comment on column batch.project_id is 'Project.';
comment on column batch.plan_id is 'Plan that held when it was asked for.';
comment on column batch.name is 'Its name.';
comment on column batch.remark is 'Remarks.';
comment on column batch.state is 'requested, approved, out, closed (all of it is back, surrendered or missing) or cancelled.';
comment on column batch.requested_by is 'Who asked for it.';
comment on column batch.requested_at is 'When.';
comment on column batch.approved_by is 'Who approved it.';
comment on column batch.approved_at is 'When.';
comment on column batch.over_reason is 'Why it goes beyond the plan.';
comment on column batch.cancelled_by is 'Who cancelled it.';
comment on column batch.cancelled_at is 'When.';
comment on column batch.cancel_reason is 'Why.';
comment on column batch.version is 'Optimistic version.';
create index batch_of_project on batch (project_id, id);
grant select, insert on batch to app_rw;
grant update (state, approved_by, approved_at, over_reason, cancelled_by, cancelled_at, cancel_reason, version)
  on batch to app_rw;

create table batch_original (
  batch_id uuid not null references batch (id),
  original_id uuid not null references whereabouts (original_id),
  open boolean not null default true,
  dropped_by uuid references person (id),
  dropped_at timestamptz,
  drop_reason text check (drop_reason <> ''),
  primary key (batch_id, original_id),
  check ((dropped_by is null) = (dropped_at is null) and (dropped_by is null) = (drop_reason is null)),
  check (dropped_by is null or not open)
);
comment on table batch_original is 'What a batch holds.';
comment on column batch_original.batch_id is 'Batch.';
comment on column batch_original.original_id is 'Original.';
comment on column batch_original.open is 'Whether it is asked for or out by this batch; false when it is back, dropped, or the batch was cancelled.';
comment on column batch_original.dropped_by is 'Who took it out of the batch before it went out.';
comment on column batch_original.dropped_at is 'When.';
comment on column batch_original.drop_reason is 'Why.';
-- An original is in one batch at a time.
create unique index batch_original_open on batch_original (original_id) where open;
grant select, insert on batch_original to app_rw;
grant update (open, dropped_by, dropped_at, drop_reason) on batch_original to app_rw;

create table handover (
  id uuid primary key,
  number text not null unique,
  batch_id uuid not null references batch (id),
  direction text not null check (direction in ('out', 'return')),
  content text not null check (content <> ''),
  remark text not null,
  given_by uuid not null references person (id),
  received_by uuid not null references person (id),
  closed_at timestamptz not null default now(),
  check (given_by <> received_by)
);
comment on table handover is 'Handover (交接清单, 6.2-3) that both sides have agreed to. Never changed.';
comment on column handover.id is 'UUIDv7.';
comment on column handover.number is 'Year and running number.';
comment on column handover.batch_id is 'Batch.';
comment on column handover.direction is 'out (调出) or return (归还).';
comment on column handover.content is 'What the originals are, in words (6.2-4).';
comment on column handover.remark is 'Remarks.';
comment on column handover.given_by is 'Who gave.';
comment on column handover.received_by is 'Who received.';
comment on column handover.closed_at is 'When it changed hands (6.2-4).';
create index handover_of_batch on handover (batch_id);
grant select, insert on handover to app_rw;

create table handover_count (
  batch_id uuid not null,
  original_id uuid not null,
  direction text not null check (direction in ('out', 'return')),
  side text not null check (side in ('archive', 'vendor')),
  condition text not null
    check (condition in ('intact', 'damaged', 'mould', 'insects', 'pagesMissing', 'stuck', 'faded')),
  note text not null,
  counted_by uuid not null references person (id),
  counted_at timestamptz not null default now(),
  counted boolean not null default true,
  handover_id uuid references handover (id),
  primary key (batch_id, original_id, direction, side),
  foreign key (batch_id, original_id) references batch_original (batch_id, original_id),
  check (counted or handover_id is null)
);
comment on table handover_count is 'Counts of both sides (6.2-2), one row for each original and side.';
comment on column handover_count.batch_id is 'Batch.';
comment on column handover_count.original_id is 'Original.';
comment on column handover_count.direction is 'out or return.';
comment on column handover_count.side is 'archive or vendor.';
comment on column handover_count.condition is 'How it is (6.2-4): intact, damaged, mould, insects, pagesMissing, stuck, faded.';
comment on column handover_count.note is 'Remarks on its condition.';
comment on column handover_count.counted_by is 'Who counted it.';
comment on column handover_count.counted_at is 'When.';
comment on column handover_count.counted is 'false once the count was undone.';
comment on column handover_count.handover_id is 'Handover that was closed on it.';
create index handover_count_handover on handover_count (handover_id) where handover_id is not null;
grant select, insert on handover_count to app_rw;
grant update (condition, note, counted_by, counted_at, counted, handover_id) on handover_count to app_rw;

alter table whereabouts add foreign key (batch_id) references batch (id);
alter table movement add foreign key (batch_id) references batch (id);
