-- What every room stands on: the site, leases, idempotency, objects, attachments, terminals, copies,
-- late entries, tombstones and prints. Run-time role `app_rw` receives only what is granted here.

create table site (
  id boolean primary key default true check (id),
  name text not null check (name <> ''),
  time_zone text not null,
  opened_at timestamptz not null
);
comment on table site is 'The one installation, written once by the opening ceremony (5.6-8).';
comment on column site.id is 'Always true: a second row is impossible.';
comment on column site.name is 'Name of the archive department (档案部门) that owns the installation.';
comment on column site.time_zone is 'IANA zone of business dates, fixed at opening.';
comment on column site.opened_at is 'Instant of the ceremony.';
grant select, insert on site to app_rw;

create table lease (
  name text primary key,
  holder text not null,
  token bigint not null,
  expires_at timestamptz not null
);
comment on table lease is 'Who may do a thing that one process does at a time. Locks never live in a heap.';
comment on column lease.name is 'What is leased, e.g. sequencer.';
comment on column lease.holder is 'Process that holds it: host, pid and a random part.';
comment on column lease.token is 'Fencing token; grows with every change of holder.';
comment on column lease.expires_at is 'When it lapses unless renewed.';
grant select, insert, update, delete on lease to app_rw;

create table idempotency (
  key text not null,
  account_id uuid not null,
  act text not null,
  digest bytea not null,
  output jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (account_id, key)
);
comment on table idempotency is 'Answers already given, so that a repeated request is not a second act.';
comment on column idempotency.key is 'Idempotency-Key chosen by the caller.';
comment on column idempotency.account_id is 'Account that called; keys of different accounts never meet.';
comment on column idempotency.act is 'Declaration name.';
comment on column idempotency.digest is 'SHA-256 of the canonical request: the same key with another request is refused.';
comment on column idempotency.output is 'The first answer.';
comment on column idempotency.recorded_at is 'When it was answered; swept after 7 days.';
grant select, insert, update, delete on idempotency to app_rw;

create table object (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  sm3 text check (sm3 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes >= 0),
  stored_at timestamptz not null default now()
);
comment on table object is 'Stored bytes by content; the bytes themselves lie in the object store.';
comment on column object.sha256 is 'SHA-256 of the bytes, hexadecimal; also the key in the store.';
comment on column object.sm3 is 'SM3 of the same bytes; null until whoever reads what arrived in parts has measured it.';
comment on column object.bytes is 'Length in bytes.';
comment on column object.stored_at is 'When the bytes were safe on disk.';
grant select, insert, delete on object to app_rw;
grant update (sm3) on object to app_rw;
create function object_measured_once() returns trigger language plpgsql as $$
begin
  raise exception 'the digest of an object is measured once / 对象的摘要只测一次' using errcode = 'insufficient_privilege';
end $$;
comment on function object_measured_once is 'Bytes do not change, so neither does what was measured on them.';
create trigger object_measured_once before update on object
  for each row when (old.sm3 is not null) execute function object_measured_once();

create function object_release(digest text) returns boolean language plpgsql as $$
begin
  delete from object where sha256 = digest;
  return found;
exception when foreign_key_violation then
  return false;
end $$;
comment on function object_release is 'Forgets an object that no row names any more: true when it did, and its bytes can go. Whatever room names one has a foreign key.';

create table attachment (
  id uuid primary key,
  purpose text not null,
  state text not null check (state in ('begun', 'stored', 'purged')),
  file_name text,
  media_type text,
  sha256 text references object (sha256),
  bytes bigint,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  check (state <> 'stored' or (sha256 is not null and bytes is not null and media_type is not null)),
  check (state <> 'purged' or (sha256 is null and file_name is null))
);
comment on table attachment is 'A file that a person added to a record: scan of a paper form, photograph, certificate.';
comment on column attachment.id is 'UUIDv7.';
comment on column attachment.purpose is 'What it is for: late-entry, issue, correction, officer-order …';
comment on column attachment.state is 'begun: awaiting bytes; stored; purged: removed under a purge certificate.';
comment on column attachment.file_name is 'Name given by the sender; never in the ledger or a log.';
comment on column attachment.media_type is 'Detected from the bytes, not from the name.';
comment on column attachment.sha256 is 'The bytes.';
comment on column attachment.bytes is 'Length in bytes.';
comment on column attachment.created_by is 'Person who began the upload.';
comment on column attachment.created_at is 'When the upload began.';
comment on column attachment.version is 'Optimistic version.';
create index attachment_sha256 on attachment (sha256);
grant select, insert, update on attachment to app_rw;

create table stream_grant (
  token_hash bytea primary key,
  stream text not null,
  session_id uuid not null,
  subject_id uuid not null,
  expires_at timestamptz not null
);
comment on table stream_grant is 'Short-lived right to send or fetch bytes, issued by a recorded act or view.';
comment on column stream_grant.token_hash is 'SHA-256 of the token in the address.';
comment on column stream_grant.stream is 'Declaration name of the stream.';
comment on column stream_grant.session_id is 'The only session that may use it.';
comment on column stream_grant.subject_id is 'What the bytes belong to.';
comment on column stream_grant.expires_at is 'When it lapses.';
grant select, insert, delete on stream_grant to app_rw;

create table terminal (
  id uuid primary key,
  name text not null unique check (name <> ''),
  credential_hash bytea,
  second_factor_port boolean not null default false,
  seal_number text,
  state text not null check (state in ('pending', 'enrolled', 'revoked')),
  enrolled_at timestamptz,
  version integer not null default 1,
  agent_hash bytea,
  agent_enrolled_at timestamptz,
  check (state <> 'enrolled' or credential_hash is not null),
  check (agent_hash is null or state = 'enrolled'),
  check ((agent_hash is null) = (agent_enrolled_at is null))
);
create unique index terminal_agent on terminal (agent_hash) where agent_hash is not null;
comment on table terminal is 'A machine that sessions are bound to (5.5-2); the security officer enrols it.';
comment on column terminal.id is 'UUIDv7.';
comment on column terminal.name is 'Name on its label.';
comment on column terminal.credential_hash is 'SHA-256 of the secret that its browser keeps.';
comment on column terminal.second_factor_port is 'A port is registered as an exception for a security key (5.2-1).';
comment on column terminal.seal_number is 'Seal or exception number of that port.';
comment on column terminal.state is 'pending: code issued; enrolled; revoked.';
comment on column terminal.enrolled_at is 'When its code was redeemed.';
comment on column terminal.version is 'Optimistic version.';
comment on column terminal.agent_hash is 'SHA-256 of the secret that its folder watcher keeps; null without one. Never outlives the terminal.';
comment on column terminal.agent_enrolled_at is 'When the watcher redeemed its code.';
grant select, insert, update on terminal to app_rw;

create table terminal_code (
  terminal_id uuid not null references terminal (id),
  code_hash bytea primary key,
  expires_at timestamptz not null,
  used_at timestamptz,
  opens text not null check (opens in ('browser', 'agent'))
);
comment on table terminal_code is 'One-time enrolment code of a terminal, or of its folder watcher.';
comment on column terminal_code.terminal_id is 'Terminal to enrol.';
comment on column terminal_code.code_hash is 'SHA-256 of the code.';
comment on column terminal_code.expires_at is 'When it lapses.';
comment on column terminal_code.used_at is 'When it was redeemed, or voided by a newer one; a used code is worthless.';
comment on column terminal_code.opens is 'browser: credential of the machine''s browser; agent: that of its folder watcher.';
grant select, insert on terminal_code to app_rw;
grant update (used_at) on terminal_code to app_rw;

create table copy_record (
  id uuid primary key,
  entry_id uuid not null,
  act text not null,
  subject_id text,
  sha256 text not null,
  bytes bigint not null check (bytes >= 0),
  target text not null check (target <> ''),
  purpose text not null check (purpose <> ''),
  requested_by uuid not null,
  approved_by uuid not null,
  copied_at timestamptz not null default now(),
  check (requested_by <> approved_by)
);
comment on table copy_record is 'Copy ledger (2.8-4): every time data left the system, what, where to, why, by whom.';
comment on column copy_record.id is 'UUIDv7.';
comment on column copy_record.entry_id is 'Ledger entry of the act.';
comment on column copy_record.act is 'Declaration name, always of kind copy.';
comment on column copy_record.subject_id is 'What was copied, if it is one thing.';
comment on column copy_record.sha256 is 'Digest of the bytes, or of their manifest.';
comment on column copy_record.bytes is 'Length in bytes.';
comment on column copy_record.target is 'Medium number or target.';
comment on column copy_record.purpose is 'Reason given by the requester.';
comment on column copy_record.requested_by is 'Person who asked.';
comment on column copy_record.approved_by is 'Second person.';
comment on column copy_record.copied_at is 'When.';
grant select, insert on copy_record to app_rw;

create table late_entry (
  entry_id uuid primary key,
  act text not null,
  subject_id text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  reason text not null check (reason <> ''),
  form_number text not null check (form_number <> ''),
  scan_id uuid not null references attachment (id),
  recorded_by uuid not null,
  confirmed_by uuid not null,
  check (recorded_by <> confirmed_by),
  check (occurred_at <= recorded_at)
);
comment on table late_entry is 'Late entry (补录): what was first written on paper and entered afterwards.';
comment on column late_entry.entry_id is 'Ledger entry of the act.';
comment on column late_entry.act is 'Declaration name.';
comment on column late_entry.subject_id is 'Record that the act wrote.';
comment on column late_entry.occurred_at is 'When it happened, from the paper.';
comment on column late_entry.recorded_at is 'When it was entered.';
comment on column late_entry.reason is 'Why it is late.';
comment on column late_entry.form_number is 'Number of the paper form.';
comment on column late_entry.scan_id is 'Scan of the paper form.';
comment on column late_entry.recorded_by is 'Person who entered it.';
comment on column late_entry.confirmed_by is 'Second person who compared it with the paper.';
create index late_entry_subject on late_entry (subject_id);
grant select, insert on late_entry to app_rw;

create table tombstone (
  id uuid primary key,
  subject_type text not null,
  subject_id text not null,
  digest text not null,
  removed jsonb not null,
  reason text not null check (reason <> ''),
  requested_by uuid not null,
  approved_by uuid not null,
  purged_at timestamptz not null default now(),
  unique (subject_type, subject_id),
  check (requested_by <> approved_by)
);
comment on table tombstone is 'What a purge left: that something was, its digest, and every copy that was removed.';
comment on column tombstone.id is 'UUIDv7; number of the certificate.';
comment on column tombstone.subject_type is 'Kind of thing.';
comment on column tombstone.subject_id is 'Which one.';
comment on column tombstone.digest is 'SHA-256 of the removed bytes, or of the canonical list of them.';
comment on column tombstone.removed is 'List of {kind, where, digest, bytes}: derivatives, texts, index rows, caches, queue payloads.';
comment on column tombstone.reason is 'Reason without any content.';
comment on column tombstone.requested_by is 'First archive person.';
comment on column tombstone.approved_by is 'Second archive person.';
comment on column tombstone.purged_at is 'When.';
grant select, insert on tombstone to app_rw;

create table print_record (
  id uuid primary key,
  form text not null,
  version integer not null,
  data text not null,
  digest text not null,
  printed_by uuid not null,
  printed_at timestamptz not null default now(),
  cleared_at timestamptz
);
comment on table print_record is 'Each print with the canonical data it was made from; a reprint uses the stored data. Never changed, but for texts of what turned out to be classified (6.1-5).';
comment on column print_record.id is 'UUIDv7, in the QR.';
comment on column print_record.form is 'Form name.';
comment on column print_record.version is 'Form version.';
comment on column print_record.data is 'Canonical JSON.';
comment on column print_record.digest is 'SHA-256 of data; its first 16 hex digits stand on the paper.';
comment on column print_record.printed_by is 'Person.';
comment on column print_record.printed_at is 'When.';
comment on column print_record.cleared_at is 'When texts of something classified were taken out of data; the digest is that of the paper.';
grant select, insert on print_record to app_rw;
grant update (data, cleared_at) on print_record to app_rw;

create table job_progress (
  job_id uuid primary key,
  percent smallint not null check (percent between 0 and 100),
  updated_at timestamptz not null default now()
);
comment on table job_progress is 'How far a running job says it is; the queue itself is pg-boss''s schema.';
comment on column job_progress.job_id is 'Job.';
comment on column job_progress.percent is '0 to 100.';
comment on column job_progress.updated_at is 'When it last said so.';
grant select, insert, update, delete on job_progress to app_rw;
