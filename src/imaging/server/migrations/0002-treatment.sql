-- Treatment of pages (5.6, DA/T 31-2017 §10): derivatives beside masters that never change.

create table treatment (
  id uuid primary key,
  master_id uuid not null references master (id),
  unit_id uuid not null references work_unit (id),
  asked jsonb,
  ordered_by uuid not null references person (id),
  by_machine boolean not null,
  ordered_at timestamptz not null default now(),
  state text not null check (state in ('ordered', 'made', 'kept', 'failed')),
  done jsonb,
  tool text check (tool <> ''),
  sha256 text references object (sha256),
  header jsonb,
  outcomes jsonb,
  ink real,
  skew real,
  tries integer not null default 0,
  held_until timestamptz,
  made_at timestamptz,
  confirmed_by uuid references person (id),
  confirmed_at timestamptz,
  purged_at timestamptz,
  check ((state = 'ordered') = (made_at is null)),
  check (state <> 'made' or purged_at is not null or (sha256 is not null and header is not null)),
  check (state = 'made' or sha256 is null),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check (confirmed_at is null or state in ('made', 'kept'))
);
comment on table treatment is 'What was done to a page after it was scanned (图像处理), or that it stays as it is. The newest one of a master holds; its derivative is a file of its own.';
comment on column treatment.id is 'UUIDv7.';
comment on column treatment.master_id is 'Master, which stays as it is (§10.4).';
comment on column treatment.unit_id is 'Its unit.';
comment on column treatment.asked is 'What was ordered: quarter turn, degrees to straighten by or null for what is measured, whether to crop; null of a page that somebody keeps as it is.';
comment on column treatment.ordered_by is 'Whose treatment it is: who opened the unit, or changed what the machine proposed.';
comment on column treatment.by_machine is 'Whether it is what the machine proposes for every page.';
comment on column treatment.ordered_at is 'When.';
comment on column treatment.state is 'ordered: waits for the machine; made: a derivative stands; kept: the page stays as scanned; failed: the machine cannot treat it.';
comment on column treatment.done is 'What was done: quarter turn, degrees, box of the crop in pixels, millimetres left round the sheet.';
comment on column treatment.tool is 'Program that did it, with its version.';
comment on column treatment.sha256 is 'SHA-256 of the derivative.';
comment on column treatment.header is 'What the header of the derivative says.';
comment on column treatment.outcomes is 'Machine checks of the derivative, or of the page as it stays.';
comment on column treatment.ink is 'Share of the sheet that bears ink, 0 to 1.';
comment on column treatment.skew is 'Degrees that are left; null where no lines are seen.';
comment on column treatment.tries is 'How often somebody began with it.';
comment on column treatment.held_until is 'Until when a worker has it in hand; by the clock of the database.';
comment on column treatment.made_at is 'When the machine was done with it.';
comment on column treatment.confirmed_by is 'Who says that it is good.';
comment on column treatment.confirmed_at is 'When.';
comment on column treatment.purged_at is 'When the derivative was purged, because its original is classified (6.5-3).';
create index treatment_of_master on treatment (master_id, id);
create index treatment_of_unit on treatment (unit_id);
create index treatment_to_make on treatment (ordered_at) where state = 'ordered';
create index treatment_of_object on treatment (sha256);
grant select, insert on treatment to app_rw;
grant update (state, done, tool, sha256, header, outcomes, ink, skew, tries, held_until, made_at, confirmed_by, confirmed_at, purged_at) on treatment to app_rw;

create table treatment_picture (
  treatment_id uuid not null references treatment (id),
  kind text not null check (kind in ('thumb', 'screen')),
  sha256 text not null references object (sha256),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  primary key (treatment_id, kind)
);
comment on table treatment_picture is 'A smaller picture of a derivative to look at: no product, no evidence.';
comment on column treatment_picture.treatment_id is 'Derivative.';
comment on column treatment_picture.kind is 'thumb: for a contact sheet; screen: a whole page on a screen.';
comment on column treatment_picture.sha256 is 'Its bytes, JPEG.';
comment on column treatment_picture.width is 'Pixels.';
comment on column treatment_picture.height is 'Pixels.';
create index treatment_picture_of_object on treatment_picture (sha256);
grant select, insert, delete on treatment_picture to app_rw;
