-- Badges with photograph and QR code (4.7-1), what was shown at the door, and what was found there (4.8-1).

create table badge (
  id uuid primary key,
  number text not null unique,
  person_id uuid not null references person (id),
  photo_id uuid not null references attachment (id),
  code_hash bytea not null unique check (octet_length(code_hash) = 32),
  code_sealed bytea not null,
  issued_on date not null,
  issued_at timestamptz not null default now(),
  issued_by uuid not null references person (id),
  valid_until date not null,
  replaces uuid unique references badge (id),
  state text not null default 'issued' check (state in ('issued', 'returned', 'lost')),
  closed_at timestamptz,
  closed_by uuid references person (id),
  close_remark text,
  version integer not null default 1,
  check (valid_until >= issued_on),
  check (issued_by <> person_id),
  check (state <> 'returned' or closed_by <> person_id),
  check ((state = 'issued') = (closed_at is null)),
  check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (close_remark is null))
);
comment on table badge is 'Badge register (工牌, 4.7-1): what was issued to whom, and what became of it.';
comment on column badge.id is 'UUIDv7.';
comment on column badge.number is 'Number on the badge (挂牌号): year and running number.';
comment on column badge.person_id is 'Who wears it.';
comment on column badge.photo_id is 'Photograph; the attachment may be purged, the badge is then printed no more.';
comment on column badge.code_hash is 'SHA-256 of what its QR code says: 128 random bits that name nobody.';
comment on column badge.code_sealed is 'The same under the key of the installation, so that a stolen database prints no badges.';
comment on column badge.issued_on is 'Business day of the issue.';
comment on column badge.issued_at is 'When it was issued.';
comment on column badge.issued_by is 'Who issued it: never the bearer.';
comment on column badge.valid_until is 'Last business day on which it holds.';
comment on column badge.replaces is 'Badge that it took the place of.';
comment on column badge.state is 'issued, returned (收回) or lost (挂失); expired is computed.';
comment on column badge.closed_at is 'When it came back or was reported lost.';
comment on column badge.closed_by is 'Who took it back, never the bearer; or who reported it lost.';
comment on column badge.close_remark is 'How.';
comment on column badge.version is 'Optimistic version.';
create unique index badge_held on badge (person_id) where state = 'issued';
create index badge_person on badge (person_id, id);
grant select, insert on badge to app_rw;
grant update (state, closed_at, closed_by, close_remark, version) on badge to app_rw;

create table badge_scan (
  id uuid primary key,
  badge_id uuid not null references badge (id),
  scanned_at timestamptz not null default now(),
  scanned_by uuid not null references person (id),
  state text not null check (state in ('issued', 'expired', 'returned', 'lost'))
);
comment on table badge_scan is 'A badge was shown at the door (4.7-1, 4.7-2). Never changed.';
comment on column badge_scan.id is 'UUIDv7.';
comment on column badge_scan.badge_id is 'Which.';
comment on column badge_scan.scanned_at is 'When.';
comment on column badge_scan.scanned_by is 'Who scanned it.';
comment on column badge_scan.state is 'Where the badge stood then; returned and lost alarm.';
create index badge_scan_badge on badge_scan (badge_id);
create index badge_scan_revoked on badge_scan (id) where state in ('returned', 'lost');
grant select, insert on badge_scan to app_rw;

alter table visit
  add column badge_scan_id uuid unique references badge_scan (id),
  add column no_badge text check (no_badge in ('forgotten', 'unreadable', 'other', 'noneHeld')),
  add column visitor_card text check (visitor_card <> ''),
  add column issue_id uuid references issue (id),
  add column exit_issue_id uuid references issue (id),
  add check (badge_scan_id is null or no_badge is null),
  add check (person_id is not null or (badge_scan_id is null and no_badge is null)),
  add check (pass_id is not null or visitor_card is null),
  add check (no_badge is distinct from 'other' or remark <> '');
comment on column visit.badge_scan_id is 'Scan of the badge by which he was signed in; null by hand (4.7-1).';
comment on column visit.no_badge is 'By hand: why without badge, noneHeld when he held no valid one. Null before badges were issued, and on late entries that do not say.';
comment on column visit.visitor_card is 'Number of the visitor''s card that he wears.';
comment on column visit.issue_id is 'What was found against the rules when he came (4.6-3, 4.8-1).';
comment on column visit.exit_issue_id is 'What was found when he left (4.6-4).';
create unique index visit_inside_card on visit (visitor_card) where left_at is null;
grant update (exit_issue_id) on visit to app_rw;

insert into alarm_rule (kind, enabled, threshold, window_minutes) values ('revoked-badge', true, 1, 60);
