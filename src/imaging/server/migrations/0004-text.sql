-- Text of images as a machine reads it (5.6): how a fonds is written, and what was read of each master.

create table text_setting (
  fonds_id uuid primary key references fonds (id),
  direction text not null check (direction in ('horizontal', 'vertical')),
  skipped boolean not null,
  set_by uuid not null references person (id),
  set_at timestamptz not null default now(),
  version integer not null check (version > 1)
);
comment on table text_setting is 'How images of a fonds are read by the machine. A fonds without a row is read in horizontal lines. What it was before is in the ledger.';
comment on column text_setting.fonds_id is 'Fonds.';
comment on column text_setting.direction is 'horizontal: lines run across; vertical (竖排): columns from right to left.';
comment on column text_setting.skipped is 'Its images are not read at all.';
comment on column text_setting.set_by is 'Who decided.';
comment on column text_setting.set_at is 'When.';
comment on column text_setting.version is 'Optimistic version; 1 is that of a fonds without a row.';
grant select, insert on text_setting to app_rw;
grant update (direction, skipped, set_by, set_at, version) on text_setting to app_rw;

create table page_text (
  master_id uuid primary key references master (id),
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  queued_at timestamptz not null default now(),
  tries integer not null default 0,
  in_hand_until timestamptz,
  engine text check (engine <> ''),
  engine_version text check (engine_version <> ''),
  direction text check (direction in ('horizontal', 'vertical')),
  upside_down boolean,
  lines jsonb,
  confidence real check (confidence between 0 and 1),
  fault jsonb,
  read_at timestamptz,
  check ((state = 'done') = (lines is not null)),
  check (
    state <> 'done'
    or (engine is not null and engine_version is not null and direction is not null and upside_down is not null)
  ),
  check (state = 'done' or confidence is null),
  check (state <> 'failed' or fault is not null),
  check ((state = 'waiting') = (read_at is null))
);
comment on table page_text is 'Text that a machine read off a master, or that it waits to be read. Masters never change, so neither does their text; it is read again when the setting of the fonds changes.';
comment on column page_text.master_id is 'Page.';
comment on column page_text.state is 'waiting: to be read, or being read; done; failed: it was given up, with its reason.';
comment on column page_text.queued_at is 'Since when it waits; of those that were tried as often, the oldest is read first.';
comment on column page_text.tries is 'How often somebody began to read it: what ends its engine again and again is given up.';
comment on column page_text.in_hand_until is 'Until when a worker has it in hand; by the clock of the database.';
comment on column page_text.engine is 'What read it: ppocr, tesseract.';
comment on column page_text.engine_version is 'Its version, with that of its models.';
comment on column page_text.direction is 'In which direction it was read.';
comment on column page_text.upside_down is 'Whether the picture was read turned by half.';
comment on column page_text.lines is 'Lines in the order of reading: text, box (four corners in pixels of the stored image), confidence from 0 to 1.';
comment on column page_text.confidence is 'Mean confidence of its letters, 0 to 1; null where none were found.';
comment on column page_text.fault is 'Why it was given up, or why it still waits: code and parameters (rules/messages.ts).';
comment on column page_text.read_at is 'When it was read, or given up.';
create index page_text_to_read on page_text (tries, queued_at, master_id) where state = 'waiting';
grant select, insert, delete on page_text to app_rw;
grant update (state, queued_at, tries, in_hand_until, engine, engine_version, direction, upside_down, lines, confidence, fault, read_at) on page_text to app_rw;
