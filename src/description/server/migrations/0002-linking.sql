-- Linking of entries and images by count (挂接, DA/T 31-2017 §11).

create table link_acceptance (
  id uuid primary key,
  unit_id uuid not null references work_unit (id),
  figures jsonb not null,
  reason text not null check (reason <> ''),
  by_id uuid not null references person (id),
  at timestamptz not null default now()
);
comment on table link_acceptance is 'The archive takes a unit whose figures differ, with the reason. It holds of these figures alone.';
comment on column link_acceptance.id is 'UUIDv7.';
comment on column link_acceptance.unit_id is 'Unit.';
comment on column link_acceptance.figures is 'Pages by the catalogue and as counted, images expected and found, faces not scanned, the terms that differ.';
comment on column link_acceptance.reason is 'Why it is taken as it is.';
comment on column link_acceptance.by_id is 'Who took it, of the archive.';
comment on column link_acceptance.at is 'When.';
create index link_acceptance_of on link_acceptance (unit_id, id);
grant select, insert on link_acceptance to app_rw;
-- 6.1-5: of what is classified nothing stays that was written of its content.
grant update (reason) on link_acceptance to app_rw;
