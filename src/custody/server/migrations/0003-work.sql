-- Routing slips and what was done by them (6.4).

create table slip (
  id uuid primary key,
  number text not null unique,
  batch_id uuid not null,
  original_id uuid not null,
  made_at timestamptz not null default now(),
  unique (batch_id, original_id),
  foreign key (batch_id, original_id) references batch_original (batch_id, original_id)
);
comment on table slip is 'Routing slip (流程单, 6.4-1): one for each original of a batch, made when it is handed over; it travels with it.';
comment on column slip.id is 'UUIDv7.';
comment on column slip.number is 'Number of the batch and running number: what its barcode says.';
comment on column slip.batch_id is 'Batch.';
comment on column slip.original_id is 'Original.';
comment on column slip.made_at is 'When.';
create index slip_original on slip (original_id);
grant select, insert on slip to app_rw;

create table slip_step (
  id uuid primary key,
  slip_id uuid not null references slip (id),
  part_id uuid references part_out (id),
  step text not null check (step in ('prepare', 'scan', 'treat', 'inspect', 'describe', 'bind')),
  device_id uuid references device (id),
  items integer not null check (items >= 0),
  pages integer not null check (pages >= 0),
  started_at timestamptz not null,
  finished_at timestamptz not null,
  done_by uuid not null references person (id),
  note text not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  occurred_at timestamptz not null,
  check (finished_at >= started_at),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table slip_step is 'A line of a routing slip (6.4-2): step, device, amount, person, time. Never changed, but for its note when the original is classified (6.1-5).';
comment on column slip_step.id is 'UUIDv7.';
comment on column slip_step.slip_id is 'Slip.';
comment on column slip_step.part_id is 'Part that it was done to; null for the whole.';
comment on column slip_step.step is 'prepare (整理), scan, treat (图像处理), inspect (质检), describe (著录), bind (装订).';
comment on column slip_step.device_id is 'Device it was done with, admitted on that day; none for work by hand.';
comment on column slip_step.items is 'Items done.';
comment on column slip_step.pages is 'Pages done.';
comment on column slip_step.started_at is 'From.';
comment on column slip_step.finished_at is 'To.';
comment on column slip_step.done_by is 'Who did it.';
comment on column slip_step.note is 'Remarks: inserted, damaged, large sheets.';
comment on column slip_step.recorded_at is 'When it was entered.';
comment on column slip_step.late_reason is 'Why it was entered late.';
comment on column slip_step.late_form_number is 'Number of the paper slip.';
comment on column slip_step.late_scan_id is 'Scan of the paper slip.';
comment on column slip_step.occurred_at is 'When it happened.';
create index slip_step_of on slip_step (slip_id);
grant select, insert on slip_step to app_rw;
grant update (note) on slip_step to app_rw;
