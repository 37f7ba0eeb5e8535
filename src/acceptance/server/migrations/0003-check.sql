-- Check of a made package (四性检测, 7.2-1 to 7.2-4, 5.6-6; DA/T 70-2018): runs of the machine, and what persons answer.

create table check_run (
  id uuid primary key,
  package_id uuid not null references package (id),
  project_id uuid not null references project (id),
  round integer not null check (round > 0),
  state text not null default 'running' check (state in ('running', 'examined', 'stopped')),
  seal text not null check (seal ~ '^[0-9a-f]{64}$'),
  files integer check (files >= 0),
  units integer check (units >= 0),
  started_by uuid not null references person (id),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  unique (package_id, round),
  check ((state = 'running') = (ended_at is null)),
  check ((state = 'examined') = (files is not null) and (state = 'examined') = (units is not null))
);
comment on table check_run is 'Run of the check of a package (四性检测): reads every file and unit of it. Its results stay; another run is started instead, and the newest counts.';
comment on column check_run.id is 'UUIDv7.';
comment on column check_run.package_id is 'Package.';
comment on column check_run.project_id is 'Project.';
comment on column check_run.round is 'Running number within the package, from 1.';
comment on column check_run.state is 'running; examined: the machine is through; stopped: the package was withdrawn meanwhile.';
comment on column check_run.seal is 'Seal of the package when the run was started: the digest by which every byte of it is told.';
comment on column check_run.files is 'Files of the package that were looked at; null until the machine is through.';
comment on column check_run.units is 'Units of the package that were looked at; null until the machine is through.';
comment on column check_run.started_by is 'Who started it.';
comment on column check_run.started_at is 'When.';
comment on column check_run.ended_at is 'When the machine was through, or stopped.';
create unique index check_run_running on check_run (package_id) where state = 'running';
create index check_run_of on check_run (project_id, id);
grant select, insert on check_run to app_rw;
grant update (state, files, units, ended_at) on check_run to app_rw;

create table check_result (
  run_id uuid not null references check_run (id),
  code text not null check (code <> ''),
  result text not null check (result in ('pass', 'fail', 'person', 'proof', 'na')),
  examined integer not null check (examined >= 0),
  failed integer not null check (failed >= 0),
  failures jsonb not null,
  answer text check (answer in ('pass', 'fail')),
  note text check (note <> ''),
  answered_by uuid references person (id),
  answered_at timestamptz,
  primary key (run_id, code),
  check (result <> 'pass' or (failed = 0 and examined > 0)),
  check ((result = 'fail') = (failed > 0)),
  check (jsonb_array_length(failures) <= 50),
  check (answer is null or result in ('person', 'proof')),
  check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null)),
  check ((answer is null) = (note is null))
);
comment on table check_result is 'What a run says of an item (rules/checks.ts): nothing passes unless it was examined; what the machine could not look at waits for a person or a proof.';
comment on column check_result.run_id is 'Run.';
comment on column check_result.code is 'Item.';
comment on column check_result.result is 'pass, fail, na: by the machine; person: somebody has to look; proof: somebody enters what was found elsewhere, with its paper.';
comment on column check_result.examined is 'Files, units, entries or values that the machine looked at.';
comment on column check_result.failed is 'Those of them that failed.';
comment on column check_result.failures is 'The first 50 failures: file or code, what, and figures; never the text of an entry.';
comment on column check_result.answer is 'pass or fail, as a person answered an item that waits; null while nobody has.';
comment on column check_result.note is 'What he found.';
comment on column check_result.answered_by is 'Who answered.';
comment on column check_result.answered_at is 'When.';
grant select, insert on check_result to app_rw;
grant update (answer, note, answered_by, answered_at) on check_result to app_rw;

create table check_paper (
  run_id uuid not null,
  code text not null,
  attachment_id uuid not null references attachment (id),
  primary key (run_id, code, attachment_id),
  foreign key (run_id, code) references check_result (run_id, code)
);
comment on table check_paper is 'Paper of an answer: report of a scan for malware, record of the state of a carrier.';
comment on column check_paper.run_id is 'Run.';
comment on column check_paper.code is 'Item.';
comment on column check_paper.attachment_id is 'Scan.';
create index check_paper_attachment on check_paper (attachment_id);
grant select, insert on check_paper to app_rw;

create function check_answer_is_final() returns trigger language plpgsql as $$
begin
  -- The note alone may be cleared, of a package with what turned out to be classified (6.5-3).
  if old.answer is not null and (new.answer, new.answered_by, new.answered_at) is distinct from (old.answer, old.answered_by, old.answered_at) then
    raise exception 'an answer of a check is not changed / 检测结论不能更改' using errcode = 'check_violation';
  end if;
  return new;
end $$;
comment on function check_answer_is_final is '7.2: what was answered once stays; another run is started instead.';
create trigger check_answer_final before update on check_result
  for each row execute function check_answer_is_final();

create function check_run_is_final() returns trigger language plpgsql as $$
begin
  if old.state <> 'running' then
    raise exception 'a run of a check that has ended is not changed / 已结束的检测不能更改' using errcode = 'check_violation';
  end if;
  return new;
end $$;
comment on function check_run_is_final is '7.2: a run ends once.';
create trigger check_run_final before update on check_run
  for each row execute function check_run_is_final();
