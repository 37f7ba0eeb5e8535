-- Sessions, second factors and lockout (5.5-1, 5.5-2).

create table factor (
  id uuid primary key,
  person_id uuid not null references person (id),
  kind text not null check (kind in ('fob', 'card', 'webauthn', 'certificate')),
  label text not null,
  sealed bytea,
  facts jsonb not null default '{}',
  counter bigint not null default 0,
  issued_by uuid references person (id),
  issued_at timestamptz not null default now(),
  revoked_at timestamptz,
  check (kind <> 'fob' or sealed is not null)
);
comment on table factor is 'Second factor of a person; none needs a phone or a free USB port (4.6-3, 5.2-1).';
comment on column factor.id is 'UUIDv7.';
comment on column factor.person_id is 'Whose it is.';
comment on column factor.kind is 'fob: RFC 6238; card: printed one-time codes; webauthn; certificate.';
comment on column factor.label is 'Serial number, card number or name.';
comment on column factor.sealed is 'Seed, AES-256-GCM under the key file of this installation.';
comment on column factor.facts is 'What may be read: digits, period, public key, fingerprint.';
comment on column factor.counter is 'Last time step or signature counter used: a code works once.';
comment on column factor.issued_by is 'Who issued it; null for the ceremony.';
comment on column factor.issued_at is 'When.';
comment on column factor.revoked_at is 'When it was revoked.';
create index factor_person on factor (person_id);
create unique index factor_label on factor (kind, label) where revoked_at is null and kind in ('fob', 'card', 'certificate');
grant select, insert on factor to app_rw;
grant update (counter, revoked_at) on factor to app_rw;

create table factor_code (
  factor_id uuid not null references factor (id),
  position integer not null check (position between 1 and 100),
  code_hash text not null,
  used_at timestamptz,
  primary key (factor_id, position)
);
comment on table factor_code is 'Codes of a printed card; each opens one door once.';
comment on column factor_code.factor_id is 'The card.';
comment on column factor_code.position is 'Place on the card, from 1.';
comment on column factor_code.code_hash is 'Keyed hash (HMAC-SHA-256 under the installation''s key), hexadecimal.';
comment on column factor_code.used_at is 'When it was used.';
grant select, insert on factor_code to app_rw;
grant update (used_at) on factor_code to app_rw;

create table session (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references account (id),
  person_id uuid not null references person (id),
  terminal_id uuid references terminal (id),
  factor text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  proved_at timestamptz not null default now(),
  challenge text,
  ended_at timestamptz,
  end_reason text
);
comment on table session is 'A signed-in person at a terminal: opaque token, 10 minutes idle, 8 hours in all.';
comment on column session.id is 'UUIDv7; the only part of a session that the ledger names.';
comment on column session.token_hash is 'SHA-256 of the cookie.';
comment on column session.account_id is 'Account.';
comment on column session.person_id is 'Person; at most one living session each.';
comment on column session.terminal_id is 'Enrolled terminal, or null.';
comment on column session.factor is 'What proved the second factor: terminal, fob, card, webauthn, certificate.';
comment on column session.created_at is 'Sign-in.';
comment on column session.last_seen_at is 'Last request.';
comment on column session.expires_at is 'End of the shift at the latest.';
comment on column session.proved_at is 'Last proof of the second factor, for step-up.';
comment on column session.challenge is 'Open WebAuthn challenge of this session.';
comment on column session.ended_at is 'When it ended.';
comment on column session.end_reason is 'signed-out, idle, expired, elsewhere, suspended, reset, no-role, office-changed, terminal-revoked, factor-revoked, wrong-proofs.';
create unique index session_one_per_person on session (person_id) where ended_at is null;
grant select, insert on session to app_rw;
grant update (token_hash, last_seen_at, proved_at, challenge, ended_at, end_reason) on session to app_rw;

create table login_challenge (
  token_hash bytea primary key,
  account_id uuid not null references account (id),
  terminal_id uuid references terminal (id),
  webauthn text,
  expires_at timestamptz not null,
  tries integer not null default 0
);
comment on table login_challenge is 'Between password and second factor.';
comment on column login_challenge.token_hash is 'SHA-256 of the challenge token.';
comment on column login_challenge.account_id is 'Account whose password was right.';
comment on column login_challenge.terminal_id is 'Terminal of the attempt.';
comment on column login_challenge.webauthn is 'Challenge given to the security key.';
comment on column login_challenge.expires_at is 'Five minutes later.';
comment on column login_challenge.tries is 'Wrong second factors so far.';
grant select, insert, update, delete on login_challenge to app_rw;

create table lockout (
  account_id uuid not null references account (id),
  station text not null,
  failures integer not null default 0,
  last_failure_at timestamptz not null default now(),
  locked_until timestamptz,
  primary key (account_id, station)
);
comment on table lockout is 'Failed sign-ins per account and station: five lock both for 15 minutes.';
comment on column lockout.account_id is 'Account.';
comment on column lockout.station is 'Terminal id, or the address when no terminal is enrolled.';
comment on column lockout.failures is 'Failures in a row.';
comment on column lockout.last_failure_at is 'Last of them.';
comment on column lockout.locked_until is 'Until when it is locked.';
grant select, insert, update, delete on lockout to app_rw;

create table approval (
  id uuid primary key,
  act text not null,
  subject text,
  request text not null,
  digest text not null,
  late boolean not null,
  approver_roles text[] not null,
  requested_by uuid not null references person (id),
  requested_at timestamptz not null default now(),
  expires_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'approved', 'refused', 'withdrawn', 'used')),
  decided_by uuid references person (id),
  decided_at timestamptz,
  comment text,
  used_at timestamptz,
  version integer not null default 1,
  check (decided_by is null or decided_by <> requested_by),
  check (state not in ('approved', 'refused', 'used') or decided_by is not null)
);
comment on table approval is 'Four-eyes approval (双人审批), bound to the digest of exactly what was asked.';
comment on column approval.id is 'UUIDv7.';
comment on column approval.act is 'Declaration name.';
comment on column approval.subject is 'What it is done to.';
comment on column approval.request is 'Canonical request without secrets, as the approver reads it; texts of what turned out to be classified are cleared (6.1-5).';
comment on column approval.digest is 'SHA-256 of request: any change voids the approval.';
comment on column approval.late is 'It asks for a late entry.';
comment on column approval.approver_roles is 'Roles of which the approver holds one.';
comment on column approval.requested_by is 'First person.';
comment on column approval.requested_at is 'When he asked.';
comment on column approval.expires_at is 'When request and approval lapse.';
comment on column approval.state is 'pending, approved, refused, withdrawn, used.';
comment on column approval.decided_by is 'Second person, never the first, by whatever account.';
comment on column approval.decided_at is 'When he decided.';
comment on column approval.comment is 'What he wrote.';
comment on column approval.used_at is 'When the act was carried out; an approval is used once.';
comment on column approval.version is 'Optimistic version.';
create index approval_open on approval (requested_at) where state in ('pending', 'approved');
create index approval_requester on approval (requested_by, requested_at);
grant select, insert on approval to app_rw;
grant update (request, state, decided_by, decided_at, comment, used_at, version) on approval to app_rw;
