-- The ledger (docs/design/ledger-format.md). Append-only for everybody: `app_rw` may insert and
-- read, triggers refuse the rest even to the owner by mistake, and the tree outside tells of a superuser.

create table ledger_log (
  id boolean primary key default true check (id),
  suite text not null check (suite in ('intl', 'gm')),
  origin text not null check (origin <> ''),
  key text not null,
  opened_at timestamptz not null default clock_timestamp()
);
comment on table ledger_log is 'The one log of the installation, as its genesis entry states it (paper, section 6).';
comment on column ledger_log.id is 'Always true: a second log is impossible.';
comment on column ledger_log.suite is 'intl = SHA-256/Ed25519, gm = SM3/SM2; never changes (paper, section 2).';
comment on column ledger_log.origin is 'First line of every checkpoint; also the name of the log''s key.';
comment on column ledger_log.key is 'Verifier key (vkey) of the log.';
comment on column ledger_log.opened_at is 'Instant of the opening, by the database''s clock.';
grant select, insert on ledger_log to app_rw;

create table ledger_entry (
  id uuid primary key,
  xid xid8 not null default pg_current_xact_id(),
  body bytea not null check (octet_length(body) <= 65536),
  leaf bytea not null check (octet_length(leaf) = 32),
  recorded_at timestamptz not null,
  stored_at timestamptz not null default clock_timestamp(),
  act text not null,
  kind text not null check (kind in ('genesis', 'act', 'copy', 'view', 'late', 'refusal', 'bucket', 'outage')),
  result text not null,
  person_id uuid,
  terminal_id uuid,
  subject_type text not null,
  subject_id text
);
create index ledger_entry_order on ledger_entry (xid, id);
create index ledger_entry_person on ledger_entry (person_id, id) where person_id is not null;
create index ledger_entry_subject on ledger_entry (subject_id, id) where subject_id is not null;
create index ledger_entry_terminal on ledger_entry (terminal_id, id) where terminal_id is not null;
create index ledger_entry_act on ledger_entry (act, id);
create index ledger_entry_refused on ledger_entry (id) where result <> 'ok';
create unique index ledger_entry_genesis on ledger_entry (kind) where kind = 'genesis';
comment on table ledger_entry is 'Every act, copy, view and refusal, written in the transaction of what it records (2.8, 5.5-4, 5.6).';
comment on column ledger_entry.id is 'UUIDv7 made by the app; rises with time.';
comment on column ledger_entry.xid is 'Transaction that wrote it: the sequencer''s order is (xid, id). 0 in rows from another cluster.';
comment on column ledger_entry.body is 'Exact canonical bytes that are sealed; never written again from parsed form.';
comment on column ledger_entry.leaf is 'H(0x00 || body), 32 bytes.';
comment on column ledger_entry.recorded_at is 'recordedAt of the body, by the app''s clock.';
comment on column ledger_entry.stored_at is 'Insert time by the database''s clock; the age of unsealed entries is measured by it.';
comment on column ledger_entry.act is 'Name of the declaration (copy of the body''s act, for searching).';
comment on column ledger_entry.kind is 'Kind of entry, as in the body (paper, section 4).';
comment on column ledger_entry.result is 'ok, or the refusal''s code.';
comment on column ledger_entry.person_id is 'Person who acted; null for processes and anonymous requests.';
comment on column ledger_entry.terminal_id is 'Enrolled terminal, if any.';
comment on column ledger_entry.subject_type is 'Noun of what it was done to.';
comment on column ledger_entry.subject_id is 'Id or archival number of what it was done to; never a title.';
grant select, insert on ledger_entry to app_rw;

-- No foreign key to ledger_entry: it would lock each entry's row again in the business transaction.
create table ledger_detail (
  entry_id uuid primary key,
  salt bytea not null check (octet_length(salt) = 16),
  detail text not null
);
comment on table ledger_detail is 'Clear values behind an entry''s salted commitments; a lawful purge erases the row, the tree stays whole (paper, section 5).';
comment on column ledger_detail.entry_id is 'Entry whose commitments these values open.';
comment on column ledger_detail.salt is '16 random bytes of this entry.';
comment on column ledger_detail.detail is 'Canonical JSON object: label -> clear value (input, before, after, reason, target).';
grant select, insert on ledger_detail to app_rw;

create table ledger_erasure (
  entry_id uuid primary key,
  by_entry_id uuid not null,
  erased_at timestamptz not null default clock_timestamp()
);
comment on table ledger_erasure is 'Clear values that were lawfully erased: missing by right, not lost.';
comment on column ledger_erasure.entry_id is 'Entry whose clear values are gone.';
comment on column ledger_erasure.by_entry_id is 'Ledger entry of the purge that erased them.';
comment on column ledger_erasure.erased_at is 'Instant of the erasure.';
grant select on ledger_erasure to app_rw;

-- The only way to remove clear values; leaves its trace in the same transaction.
create function ledger_erase_detail(entry uuid, by_entry uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not exists (select 1 from public.ledger_entry e where e.id = by_entry) then
    raise exception 'ledger_erase_detail: entry % of the purge does not exist', by_entry;
  end if;
  delete from public.ledger_detail d where d.entry_id = entry;
  if not found then
    return false;
  end if;
  insert into public.ledger_erasure (entry_id, by_entry_id) values (entry, by_entry);
  return true;
end $$;
comment on function ledger_erase_detail is 'Erases the clear values of an entry on behalf of a purge; false when there were none.';
revoke execute on function ledger_erase_detail from public;
grant execute on function ledger_erase_detail to app_rw;

create table ledger_leaf (
  seq bigint primary key check (seq >= 0),
  entry_id uuid not null unique,
  leaf bytea not null check (octet_length(leaf) = 32)
);
comment on table ledger_leaf is 'Sealed entries by place in the tree; gap-free, written by the sequencer only.';
comment on column ledger_leaf.seq is '0-based leaf index: the entry''s sequence number.';
comment on column ledger_leaf.entry_id is 'The entry that stands there.';
comment on column ledger_leaf.leaf is 'Leaf hash as sealed; verification compares it with the entry''s body.';
grant select, insert on ledger_leaf to app_rw;

create table ledger_node (
  level smallint not null check (level > 0 and level % 8 = 0),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);
comment on table ledger_node is 'Roots of full subtrees at levels 8, 16, 24 …: the right edge and any proof need few reads.';
comment on column ledger_node.level is 'The node stands for 2^level leaves.';
comment on column ledger_node.index is 'The first of them is index * 2^level.';
comment on column ledger_node.hash is 'Root of these leaves.';
grant select, insert on ledger_node to app_rw;

create table ledger_batch (
  size bigint primary key check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  sealed_at timestamptz not null default clock_timestamp()
);
comment on table ledger_batch is 'Root after each sealing.';
comment on column ledger_batch.size is 'Number of leaves after this batch.';
comment on column ledger_batch.root is 'Root of the tree of that size.';
comment on column ledger_batch.sealed_at is 'Instant of the sealing.';
grant select, insert on ledger_batch to app_rw;

create table ledger_checkpoint (
  size bigint primary key references ledger_batch (size),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  signed_at timestamptz not null default clock_timestamp()
);
comment on table ledger_checkpoint is 'Signed heads, every 60 s or 1,000 entries (paper, section 7).';
comment on column ledger_checkpoint.size is 'Number of leaves under this signature.';
comment on column ledger_checkpoint.root is 'Root of the tree of that size.';
comment on column ledger_checkpoint.note is 'C2SP signed note with the log''s signature line.';
comment on column ledger_checkpoint.signed_at is 'Instant of the signature.';
grant select, insert on ledger_checkpoint to app_rw;

create table ledger_cosignature (
  size bigint not null references ledger_checkpoint (size),
  key text not null,
  name text not null,
  line text not null,
  cosigned_at timestamptz not null,
  primary key (size, key)
);
comment on table ledger_cosignature is 'What the witness of the archive department has seen and signed (2.8).';
comment on column ledger_cosignature.size is 'Checkpoint that was cosigned.';
comment on column ledger_cosignature.key is 'Verifier key (vkey) of the witness.';
comment on column ledger_cosignature.name is 'Name of the witness.';
comment on column ledger_cosignature.line is 'Signature line with its LF, to be appended to the note.';
comment on column ledger_cosignature.cosigned_at is 'Time inside the cosignature, by the witness''s clock.';
grant select, insert on ledger_cosignature to app_rw;

create table ledger_state (
  id boolean primary key default true check (id),
  sealed_size bigint not null default 0,
  sealed_at timestamptz,
  watermark_xid xid8 not null default '0',
  watermark_id uuid not null default '00000000-0000-0000-0000-000000000000',
  sink_size bigint not null default 0,
  sink_at timestamptz,
  pass_at timestamptz,
  trouble text
) with (fillfactor = 50);
comment on table ledger_state is 'Where the sequencer stands; carries no business fact.';
comment on column ledger_state.id is 'Always true.';
comment on column ledger_state.sealed_size is 'Leaves sealed.';
comment on column ledger_state.sealed_at is 'Instant of the last sealing.';
comment on column ledger_state.watermark_xid is 'Transaction of the last entry sealed; all before (xid, id) are sealed.';
comment on column ledger_state.watermark_id is 'Id of the last entry sealed.';
comment on column ledger_state.sink_size is 'Entries durable in the second sink.';
comment on column ledger_state.sink_at is 'Instant of the last fsync of the sink.';
comment on column ledger_state.pass_at is 'Last completed pass of the sequencer: its sign of life.';
comment on column ledger_state.trouble is 'Code of what keeps the sequencer from going on, or null.';
grant select, insert, update on ledger_state to app_rw;

create table ledger_witness (
  key text primary key,
  name text not null,
  url text not null,
  size bigint not null default 0,
  answered_at timestamptz,
  failed_at timestamptz,
  failure text
);
comment on table ledger_witness is 'How each configured witness answered last; carries no business fact.';
comment on column ledger_witness.key is 'Verifier key (vkey) of the witness.';
comment on column ledger_witness.name is 'Its name.';
comment on column ledger_witness.url is 'Where checkpoints are sent.';
comment on column ledger_witness.size is 'Largest size it has cosigned.';
comment on column ledger_witness.answered_at is 'Last cosignature.';
comment on column ledger_witness.failed_at is 'Last failure since then, or null.';
comment on column ledger_witness.failure is 'Code of that failure: silent, refused, forked, false-signature, wrong-key; or null.';
grant select, insert, update on ledger_witness to app_rw;

-- One statement per entry. Answers the log's suite; when it is not the caller's, nothing was written
-- and the caller computes the digests anew.
create function ledger_append(
  of_suite text, id uuid, body bytea, leaf bytea, recorded_at timestamptz, act text, kind text, result text,
  person_id uuid, terminal_id uuid, subject_type text, subject_id text, salt bytea, detail text
) returns text language plpgsql as $$
declare
  log_suite text;
begin
  select l.suite into log_suite from public.ledger_log l;
  if not found then
    raise exception 'ledger_append: the log is not open' using errcode = 'object_not_in_prerequisite_state';
  end if;
  if log_suite = of_suite then
    insert into public.ledger_entry
      (id, body, leaf, recorded_at, act, kind, result, person_id, terminal_id, subject_type, subject_id)
    values ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
    if $13 is not null then
      insert into public.ledger_detail (entry_id, salt, detail) values ($2, $13, $14);
    end if;
  end if;
  return log_suite;
end $$;
comment on function ledger_append is 'Inserts an entry with its clear values; the insert rights are the caller''s own.';

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only / 日志只增不改', tg_table_name using errcode = 'insufficient_privilege';
end $$;
comment on function ledger_refuse_change is 'Second line of defence: the first is that app_rw has no such right.';

do $$
declare
  one text;
begin
  foreach one in array array['ledger_log', 'ledger_entry', 'ledger_erasure', 'ledger_leaf', 'ledger_node', 'ledger_batch',
                             'ledger_checkpoint', 'ledger_cosignature'] loop
    execute format('create trigger %I before update or delete or truncate on %I execute function ledger_refuse_change()',
                   one || '_append_only', one);
  end loop;
end $$;
