-- Sampling of batches (抽检, 5.6-6; DA/T 31-2017 §12): drawn once, looked at unit by unit, decided by the figures.

create table sampling (
  id uuid primary key,
  package_id uuid not null unique references package (id),
  project_id uuid not null references project (id),
  seed text not null unique check (seed ~ '^[0-9a-f]{32}$'),
  population integer not null check (population > 0),
  size integer not null check (size > 0 and size <= population),
  limits jsonb not null,
  drawn_by uuid not null references person (id),
  drawn_at timestamptz not null default now(),
  verdict text check (verdict in ('passed', 'failed')),
  catalogue_permille integer check (catalogue_permille between 0 and 1000),
  other_permille integer check (other_permille between 0 and 1000),
  opinion text check (opinion <> ''),
  decided_by uuid references person (id),
  decided_at timestamptz,
  check ((verdict is null) = (decided_at is null) and (verdict is null) = (decided_by is null)),
  check ((verdict is null) = (catalogue_permille is null) and (verdict is null) = (other_permille is null)),
  check ((verdict is null) = (opinion is null))
);
comment on table sampling is 'Sampling inspection of a package (抽检): its list is drawn by a seed and never exchanged; a batch that failed is made anew and drawn with another seed.';
comment on column sampling.id is 'UUIDv7.';
comment on column sampling.package_id is 'Package: the batch.';
comment on column sampling.project_id is 'Project.';
comment on column sampling.seed is '128 random bits, hexadecimal: units in the order of SHA-256 of seed, line feed and code, the first ones are drawn.';
comment on column sampling.population is 'Units in the batch.';
comment on column sampling.size is 'Units drawn.';
comment on column sampling.limits is 'What was agreed: share and least number of the sample, rates that pass (per mille).';
comment on column sampling.drawn_by is 'Who had it drawn.';
comment on column sampling.drawn_at is 'When.';
comment on column sampling.verdict is 'passed or failed: follows from the figures. Null while it is under way.';
comment on column sampling.catalogue_permille is 'Units whose catalogue and images agree, per mille of the sample.';
comment on column sampling.other_permille is 'Units without any other defect, per mille of the sample.';
comment on column sampling.opinion is 'What whoever decided says.';
comment on column sampling.decided_by is 'Who signed the verdict.';
comment on column sampling.decided_at is 'When.';
create index sampling_of on sampling (project_id, id);
grant select, insert on sampling to app_rw;
grant update (verdict, catalogue_permille, other_permille, opinion, decided_by, decided_at) on sampling to app_rw;

create table sampled_unit (
  sampling_id uuid not null references sampling (id),
  unit_id uuid not null references work_unit (id),
  position integer not null check (position > 0),
  verdict text check (verdict in ('passed', 'failed')),
  looked_by uuid references person (id),
  looked_at timestamptz,
  primary key (sampling_id, unit_id),
  unique (sampling_id, position),
  check ((verdict is null) = (looked_by is null) and (verdict is null) = (looked_at is null))
);
comment on table sampled_unit is 'A unit of a sample; the list is frozen when it is drawn.';
comment on column sampled_unit.sampling_id is 'Sampling.';
comment on column sampled_unit.unit_id is 'Unit.';
comment on column sampled_unit.position is 'Its place in the order of the draw, from 1.';
comment on column sampled_unit.verdict is 'passed, or failed by one defect; null while nobody has looked.';
comment on column sampled_unit.looked_by is 'Who looked.';
comment on column sampled_unit.looked_at is 'When.';
grant select, insert on sampled_unit to app_rw;
grant update (verdict, looked_by, looked_at) on sampled_unit to app_rw;

create table sample_defect (
  id uuid primary key,
  sampling_id uuid not null,
  unit_id uuid not null,
  kind text not null check (kind in ('catalogue', 'image', 'linking', 'product', 'other')),
  page integer check (page > 0),
  note text not null check (note <> ''),
  found_by uuid not null references person (id),
  found_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  foreign key (sampling_id, unit_id) references sampled_unit (sampling_id, unit_id)
);
comment on table sample_defect is 'A defect that somebody found in a unit of a sample.';
comment on column sample_defect.id is 'UUIDv7.';
comment on column sample_defect.sampling_id is 'Sampling.';
comment on column sample_defect.unit_id is 'Unit.';
comment on column sample_defect.kind is 'catalogue (against the images), image, linking, product, other.';
comment on column sample_defect.page is 'Running number of the image; null where it is about the unit.';
comment on column sample_defect.note is 'What is wrong.';
comment on column sample_defect.found_by is 'Who found it.';
comment on column sample_defect.found_at is 'When.';
comment on column sample_defect.withdrawn_at is 'When it was taken back.';
create index sample_defect_of on sample_defect (sampling_id, unit_id);
grant select, insert on sample_defect to app_rw;
-- 6.1-5: of what is classified nothing stays that was written of its content.
grant update (withdrawn_at, note) on sample_defect to app_rw;

create function sampling_is_final() returns trigger language plpgsql as $$
begin
  if exists (select 1 from sampling where id = coalesce(new.sampling_id, old.sampling_id) and verdict is not null) then
    raise exception 'a sampling with a verdict is not changed / 已有结论的抽检不能更改' using errcode = 'check_violation';
  end if;
  return new;
end $$;
comment on function sampling_is_final is 'After the verdict nothing that it rests on changes.';
create trigger sampled_unit_final before update of verdict on sampled_unit
  for each row execute function sampling_is_final();
create trigger sample_defect_final before insert on sample_defect
  for each row execute function sampling_is_final();
