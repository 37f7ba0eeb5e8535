-- Workflows, units with their tasks, what happened to them, results and rework (5.6-1 to 5.6-3).

create table workflow_version (
  id uuid primary key,
  name text not null check (name <> ''),
  number integer not null check (number > 0),
  steps jsonb not null,
  released_by uuid not null references person (id),
  agreed_by uuid not null references person (id),
  released_at timestamptz not null default now(),
  unique (name, number),
  check (agreed_by <> released_by)
);
comment on table workflow_version is 'A released version of a workflow (流程, 5.6-1): checked, agreed to by a second person, never changed.';
comment on column workflow_version.id is 'UUIDv7.';
comment on column workflow_version.name is 'Name of the workflow.';
comment on column workflow_version.number is 'Its versions are numbered from 1.';
comment on column workflow_version.steps is 'Steps in their order (rules/step.ts): key, kind, name, what is before, who may, who may not, what reopens, device, lease, overdue.';
comment on column workflow_version.released_by is 'Who released it.';
comment on column workflow_version.agreed_by is 'Second person.';
comment on column workflow_version.released_at is 'When.';
grant select, insert on workflow_version to app_rw;

create table project_workflow (
  id uuid primary key,
  project_id uuid not null references project (id),
  version_id uuid not null references workflow_version (id),
  bound_by uuid not null references person (id),
  bound_at timestamptz not null default now()
);
comment on table project_workflow is 'By which version a project works: the newest holds for units that come into work from then on.';
comment on column project_workflow.id is 'UUIDv7.';
comment on column project_workflow.project_id is 'Project.';
comment on column project_workflow.version_id is 'Version.';
comment on column project_workflow.bound_by is 'Who decided it.';
comment on column project_workflow.bound_at is 'When.';
create index project_workflow_of on project_workflow (project_id, id);
grant select, insert on project_workflow to app_rw;

create table work_unit (
  id uuid primary key,
  original_id uuid not null,
  batch_id uuid not null,
  project_id uuid not null references project (id),
  version_id uuid not null references workflow_version (id),
  state text not null check (state in ('ready', 'claimed', 'returned', 'blocked', 'done')),
  step text not null,
  holder_id uuid references person (id),
  since timestamptz not null,
  due_at timestamptz,
  blocked_reason text check (blocked_reason <> ''),
  opened_at timestamptz not null default now(),
  given_back_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1,
  unique (batch_id, original_id),
  foreign key (batch_id, original_id) references batch_original (batch_id, original_id),
  check ((state = 'claimed') = (holder_id is not null)),
  check ((state = 'blocked') = (blocked_reason is not null)),
  check ((state = 'done') = (due_at is null)),
  check ((closed_at is not null) = (state = 'done' and given_back_at is not null))
);
comment on table work_unit is 'A unit (件) at work: an original of a batch, from its handover until all is done and it is back. Its state is that of the task that needs somebody most: each stands once on the board (5.6-3).';
comment on column work_unit.id is 'UUIDv7.';
comment on column work_unit.original_id is 'Original.';
comment on column work_unit.batch_id is 'Batch by which it is out.';
comment on column work_unit.project_id is 'Project.';
comment on column work_unit.version_id is 'Version of the workflow by which it is worked to its end.';
comment on column work_unit.state is 'ready, claimed, returned (返工), blocked (挂起) or done: of all its tasks together.';
comment on column work_unit.step is 'Step of that task.';
comment on column work_unit.holder_id is 'Who has claimed it; only when claimed.';
comment on column work_unit.since is 'Since when it stands so.';
comment on column work_unit.due_at is 'When it is overdue; null when it is done.';
comment on column work_unit.blocked_reason is 'Why it is held up.';
comment on column work_unit.opened_at is 'When it came into work.';
comment on column work_unit.given_back_at is 'When the original was given back (6.7); work with its images may go on.';
comment on column work_unit.closed_at is 'Since when all is done and it is back; null while it is at work.';
comment on column work_unit.version is 'Optimistic version.';
create index work_unit_board on work_unit (project_id, due_at, id) where closed_at is null;
create index work_unit_of_original on work_unit (original_id);
grant select, insert on work_unit to app_rw;
grant update (state, step, holder_id, since, due_at, blocked_reason, given_back_at, closed_at, version) on work_unit to app_rw;

create table task (
  unit_id uuid not null references work_unit (id),
  step text not null,
  project_id uuid not null references project (id),
  state text not null check (state in ('waiting', 'ready', 'claimed', 'done', 'returned', 'blocked')),
  by_id uuid references person (id),
  reserved_for uuid references person (id),
  round integer not null default 0 check (round >= 0),
  ready_at timestamptz,
  due_at timestamptz,
  claim_id uuid,
  claimed_at timestamptz,
  lease_until timestamptz,
  primary key (unit_id, step),
  check ((state = 'claimed') = (lease_until is not null)),
  check (lease_until is null or (by_id is not null and claim_id is not null and claimed_at is not null)),
  check (by_id is null or state in ('claimed', 'done')),
  check (state <> 'ready' or reserved_for is null),
  check (state <> 'returned' or reserved_for is not null)
);
comment on table task is 'Task (任务): one step of one unit, in exactly one state (rules/task.ts, 5.6-2).';
comment on column task.unit_id is 'Unit.';
comment on column task.step is 'Key of the step in the version of its unit.';
comment on column task.project_id is 'Project.';
comment on column task.state is 'waiting (未到), ready (待领), claimed (在做), done (完成), returned (返工) or blocked (挂起).';
comment on column task.by_id is 'Who has claimed it, or did it; null also for a step that was left out.';
comment on column task.reserved_for is 'Who caused that it was sent back, and does it again.';
comment on column task.round is 'How often it was reopened.';
comment on column task.ready_at is 'Since when it can be done.';
comment on column task.due_at is 'When it is overdue.';
comment on column task.claim_id is 'Claim by which somebody has it, or had it when he did it.';
comment on column task.claimed_at is 'When it was claimed.';
comment on column task.lease_until is 'Until when the claim holds without a sign of life; only when claimed.';
create index task_to_claim on task (project_id, step, state, due_at) where state in ('ready', 'returned');
create index task_claimed on task (by_id) where state = 'claimed';
create index task_lapsing on task (lease_until) where state = 'claimed';
grant select, insert on task to app_rw;
grant update (state, by_id, reserved_for, round, ready_at, due_at, claim_id, claimed_at, lease_until) on task to app_rw;

create table claim (
  id uuid primary key,
  project_id uuid not null references project (id),
  claimed_by uuid not null references person (id),
  assigned_by uuid references person (id),
  claimed_at timestamptz not null default now()
);
comment on table claim is 'Claim (领取): the pile that somebody took at once, or was given.';
comment on column claim.id is 'UUIDv7.';
comment on column claim.project_id is 'Project.';
comment on column claim.claimed_by is 'Who has it.';
comment on column claim.assigned_by is 'Team leader who gave it to him; null where he took it.';
comment on column claim.claimed_at is 'When.';
grant select, insert on claim to app_rw;
alter table task add foreign key (claim_id) references claim (id);

create table task_event (
  id uuid primary key,
  unit_id uuid not null references work_unit (id),
  step text,
  event text not null check (event in ('open', 'claim', 'submit', 'omit', 'lapse', 'takeBack', 'sendBack', 'block', 'release', 'giveBack')),
  by_id uuid references person (id),
  person_id uuid references person (id),
  reason text check (reason <> ''),
  occurred_at timestamptz not null,
  check (by_id is not null or event in ('open', 'lapse', 'giveBack'))
);
comment on table task_event is 'What happened to a unit (过程跟踪, 5.6-3). Never changed.';
comment on column task_event.id is 'UUIDv7.';
comment on column task_event.unit_id is 'Unit.';
comment on column task_event.step is 'Step; null for what concerns the whole unit.';
comment on column task_event.event is 'open, claim, submit, omit (略过), lapse (the claim ran out), takeBack (回收), sendBack (退回), block, release or giveBack (the original is back, 6.7).';
comment on column task_event.by_id is 'Whose act it was; null for what a process did.';
comment on column task_event.person_id is 'Whom it concerns: who has claimed it, from whom it was taken, to whom it was sent back.';
comment on column task_event.reason is 'Why.';
comment on column task_event.occurred_at is 'When.';
create index task_event_of on task_event (unit_id, id);
grant select, insert on task_event to app_rw;
-- 6.1-5: of what is classified nothing stays that was written of its content.
grant update (reason) on task_event to app_rw;

create table task_result (
  id uuid primary key,
  unit_id uuid not null,
  step text not null,
  round integer not null,
  project_id uuid not null references project (id),
  done_by uuid not null references person (id),
  done_on date not null,
  device_id uuid references device (id),
  pages integer not null check (pages >= 0),
  a4 integer not null check (a4 >= pages),
  items integer not null check (items >= 0),
  volumes integer not null check (volumes >= 0),
  slip_step_id uuid references slip_step (id),
  started_at timestamptz not null,
  finished_at timestamptz not null default now(),
  unique (unit_id, step, round),
  foreign key (unit_id, step) references task (unit_id, step)
);
comment on table task_result is 'What was submitted (提交): the piece-work of a person. Never changed; what is sent back is deducted by rework.';
comment on column task_result.id is 'UUIDv7.';
comment on column task_result.unit_id is 'Unit.';
comment on column task_result.step is 'Step.';
comment on column task_result.round is 'Round of the task in which it was done: once in each.';
comment on column task_result.project_id is 'Project.';
comment on column task_result.done_by is 'Who did it.';
comment on column task_result.done_on is 'Business day on which it was submitted.';
comment on column task_result.device_id is 'Device it was done with (6.4-2).';
comment on column task_result.pages is 'Pages.';
comment on column task_result.a4 is 'Pages converted to A4: A3 is 2, A2 4, A1 8, A0 16.';
comment on column task_result.items is 'Items.';
comment on column task_result.volumes is 'Volumes.';
comment on column task_result.slip_step_id is 'Line of the routing slip that it wrote (6.4-1).';
comment on column task_result.started_at is 'When it was claimed.';
comment on column task_result.finished_at is 'When it was submitted.';
create index task_result_counted on task_result (project_id, done_on);
grant select, insert on task_result to app_rw;

create table rework (
  result_id uuid primary key references task_result (id),
  event_id uuid not null references task_event (id),
  project_id uuid not null references project (id),
  caused boolean not null,
  deducted_on date not null
);
comment on table rework is 'A result that was sent back (返工): deducted from piece-work on the day of that, once.';
comment on column rework.result_id is 'Result that no longer counts.';
comment on column rework.event_id is 'By which it was sent back.';
comment on column rework.project_id is 'Project.';
comment on column rework.caused is 'Whether it was the cause; false for what had to be done again after it.';
comment on column rework.deducted_on is 'Business day from which it is deducted.';
create index rework_counted on rework (project_id, deducted_on);
grant select, insert on rework to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values
  ('unit-overdue', true, 1, 60);
