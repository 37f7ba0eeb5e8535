-- Examination before a batch (6.1-2 to 6.1-4), condition (6.1-6), corrections of the catalogue (6.1-7).

create table examination (
  id uuid primary key,
  original_id uuid not null references original (id),
  pages integer check (pages > 0),
  leaves integer check (leaves > 0),
  missing text check (missing <> ''),
  disorder text check (disorder <> ''),
  difference text check (difference <> ''),
  examined_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table examination is 'Examination (入批前核对) of an original against its catalogue, from the paper (6.1-2 to 6.1-4). The newest holds. Never changed, but what it says is cleared when the original is classified (6.1-5).';
comment on column examination.id is 'UUIDv7.';
comment on column examination.original_id is 'Original.';
comment on column examination.pages is 'Pages as counted; null when they were not counted.';
comment on column examination.leaves is 'Sheets of paper (张数) as counted.';
comment on column examination.missing is 'What is missing of it (6.1-2); null when it is complete.';
comment on column examination.disorder is 'What is out of order (6.1-3); null when it is in order.';
comment on column examination.difference is 'How it differs from its catalogue (6.1-4, 6.1-7); null when it matches.';
comment on column examination.examined_by is 'Who examined it, of the archive.';
comment on column examination.occurred_at is 'When.';
comment on column examination.recorded_at is 'When it was entered.';
comment on column examination.late_reason is 'Why it was entered late.';
comment on column examination.late_form_number is 'Number of the paper form.';
comment on column examination.late_scan_id is 'Scan of the paper form.';
create index examination_of on examination (original_id, id);
create index examination_found on examination (id) where missing is not null or disorder is not null or difference is not null;
grant select, insert on examination to app_rw;
grant update (missing, disorder, difference) on examination to app_rw;

create table erratum (
  id uuid primary key,
  original_id uuid not null references original (id),
  field text not null
    check (field in ('title', 'author', 'documentNumber', 'dated', 'retention', 'pages', 'remark')),
  before_text text,
  after_text text,
  reason text not null check (reason <> ''),
  corrected_by uuid not null references person (id),
  corrected_at timestamptz not null default now()
);
comment on table erratum is 'Correction (勘误) of a field of a catalogue entry (6.1-4, 6.1-7). Never changed, but its texts are cleared when the original is classified (6.1-5).';
comment on column erratum.id is 'UUIDv7.';
comment on column erratum.original_id is 'Original.';
comment on column erratum.field is 'Which field.';
comment on column erratum.before_text is 'What it said.';
comment on column erratum.after_text is 'What it says now.';
comment on column erratum.reason is 'Why.';
comment on column erratum.corrected_by is 'Who corrected it.';
comment on column erratum.corrected_at is 'When.';
create index erratum_of on erratum (original_id, id);
grant select, insert on erratum to app_rw;
grant update (before_text, after_text, reason) on erratum to app_rw;

create table condition_report (
  id uuid primary key,
  number text not null unique,
  original_id uuid not null references original (id),
  place text not null check (place <> ''),
  kind text not null check (kind in ('damaged', 'mould', 'insects', 'pagesMissing', 'stuck', 'faded')),
  extent text not null check (extent in ('slight', 'medium', 'severe')),
  description text not null check (description <> ''),
  handling text not null check (handling in ('asIs', 'repairFirst', 'notScanned')),
  photo_device_id uuid references photo_device (id),
  photo_camera_id uuid references camera (id),
  reported_by uuid not null references person (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  check (photo_device_id is null or photo_camera_id is null),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table condition_report is 'Condition report (破损登记, 6.1-6): what was damaged or missing before anybody worked with it. Never changed, but for place and description when the original is classified (6.1-5).';
comment on column condition_report.id is 'UUIDv7.';
comment on column condition_report.number is 'Year and running number.';
comment on column condition_report.original_id is 'Original.';
comment on column condition_report.place is 'Which page or part of it.';
comment on column condition_report.kind is 'damaged, mould, insects, pagesMissing, stuck, faded.';
comment on column condition_report.extent is 'slight, medium, severe.';
comment on column condition_report.description is 'What is to be seen.';
comment on column condition_report.handling is 'asIs (照常加工), repairFirst (先修复), notScanned (不扫描).';
comment on column condition_report.photo_device_id is 'Device that its photographs were taken with.';
comment on column condition_report.photo_camera_id is 'Or the camera whose stills they are.';
comment on column condition_report.reported_by is 'Who reported it.';
comment on column condition_report.occurred_at is 'When it was seen.';
comment on column condition_report.recorded_at is 'When it was entered.';
comment on column condition_report.late_reason is 'Why it was entered late.';
comment on column condition_report.late_form_number is 'Number of the paper form.';
comment on column condition_report.late_scan_id is 'Scan of the paper form.';
create index condition_report_of on condition_report (original_id, id);
grant select, insert on condition_report to app_rw;
grant update (place, description) on condition_report to app_rw;

create table condition_photo (
  report_id uuid not null references condition_report (id),
  attachment_id uuid not null references attachment (id),
  primary key (report_id, attachment_id)
);
comment on table condition_photo is 'Photographs of a condition report.';
comment on column condition_photo.report_id is 'Report.';
comment on column condition_photo.attachment_id is 'Photograph.';
grant select, insert on condition_photo to app_rw;
