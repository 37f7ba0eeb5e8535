-- Classified marks found at work (涉密标识发现, 6.5), and damage (6.3).

create table classified_find (
  id uuid primary key,
  number text not null unique,
  original_id uuid not null references whereabouts (original_id),
  batch_id uuid references batch (id),
  page text not null check (page <> ''),
  mark text not null check (mark <> ''),
  found_by uuid not null references person (id),
  found_on date not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  outcome text check (outcome in ('false-alarm', 'declassified', 'surrendered')),
  basis text check (basis <> ''),
  settled_by uuid references person (id),
  agreed_by uuid references person (id),
  settled_at timestamptz,
  version integer not null default 1,
  check (settled_by <> agreed_by),
  check ((outcome is null) = (settled_by is null) and (outcome is null) = (agreed_by is null)
    and (outcome is null) = (settled_at is null) and (outcome is null) = (basis is null)),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table classified_find is 'A classified mark that was found at work (6.5-1, 6.5-2): where and which, nothing of the content.';
comment on column classified_find.id is 'UUIDv7.';
comment on column classified_find.number is 'Year and running number.';
comment on column classified_find.original_id is 'Original, halted by it.';
comment on column classified_find.batch_id is 'Batch by which it was out; null on its shelf.';
comment on column classified_find.page is 'Where the mark stands.';
comment on column classified_find.mark is 'What the mark says.';
comment on column classified_find.found_by is 'Who found it.';
comment on column classified_find.found_on is 'Business day: by its end it is settled (6.5-3).';
comment on column classified_find.occurred_at is 'When.';
comment on column classified_find.recorded_at is 'When it was entered.';
comment on column classified_find.late_reason is 'Why it was entered late.';
comment on column classified_find.late_form_number is 'Number of the paper form.';
comment on column classified_find.late_scan_id is 'Scan of the paper form.';
comment on column classified_find.outcome is 'false-alarm, declassified (both let it go on) or surrendered to the archive.';
comment on column classified_find.basis is 'On what that rests; for a surrender its circumstances.';
comment on column classified_find.settled_by is 'Who settled it.';
comment on column classified_find.agreed_by is 'Who agreed.';
comment on column classified_find.settled_at is 'When.';
comment on column classified_find.version is 'Optimistic version.';
-- An original has one open find.
create unique index classified_find_open on classified_find (original_id) where outcome is null;
grant select, insert on classified_find to app_rw;
grant update (outcome, basis, settled_by, agreed_by, settled_at, version) on classified_find to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values ('classified-find-open', true, 1, 60);
