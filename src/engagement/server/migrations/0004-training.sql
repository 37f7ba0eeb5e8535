-- Training before work (2.5-3, 3.8): who was taught what, and who passed.

create table training (
  id uuid primary key,
  project_id uuid not null references project (id),
  kind text not null check (kind in ('secrecy', 'trade')),
  held_on date not null,
  days integer not null check (days > 0),
  hours numeric(5, 1) not null check (hours > 0),
  topic text not null check (topic <> ''),
  trainer text not null check (trainer <> ''),
  attachment_id uuid references attachment (id),
  registered_by uuid not null references person (id),
  registered_at timestamptz not null default now(),
  withdrawn_by uuid references person (id),
  withdrawn_at timestamptz,
  withdraw_reason text,
  check ((withdrawn_by is null) = (withdrawn_at is null)),
  check ((withdrawn_by is null) = (withdraw_reason is null))
);
comment on table training is 'Secrecy education (保密教育) or training for a post (上岗培训) of people of a project.';
comment on column training.id is 'UUIDv7.';
comment on column training.project_id is 'Project.';
comment on column training.kind is 'secrecy: by the archive, the same for all. trade: for a post.';
comment on column training.held_on is 'Last business day of it.';
comment on column training.days is 'How many days it took.';
comment on column training.hours is 'How many hours it took.';
comment on column training.topic is 'What was taught.';
comment on column training.trainer is 'Who taught.';
comment on column training.attachment_id is 'Signed list of who was there.';
comment on column training.registered_by is 'Who entered it.';
comment on column training.registered_at is 'When.';
comment on column training.withdrawn_by is 'Who withdrew it; null while it counts.';
comment on column training.withdrawn_at is 'When.';
comment on column training.withdraw_reason is 'Why.';
create index training_project on training (project_id);
grant select, insert on training to app_rw;
grant update (withdrawn_by, withdrawn_at, withdraw_reason) on training to app_rw;

create table training_attendance (
  training_id uuid not null references training (id),
  person_id uuid not null references person (id),
  role text,
  score integer check (score between 0 and 100),
  passed boolean not null,
  primary key (training_id, person_id)
);
comment on table training_attendance is 'Somebody at a training, and what came of it.';
comment on column training_attendance.training_id is 'Training.';
comment on column training_attendance.person_id is 'Person.';
comment on column training_attendance.role is 'The post it was for; null for secrecy education.';
comment on column training_attendance.score is 'Mark of 100; null where none was given.';
comment on column training_attendance.passed is 'Whether he may work.';
create index training_attendance_person on training_attendance (person_id);
grant select, insert on training_attendance to app_rw;
