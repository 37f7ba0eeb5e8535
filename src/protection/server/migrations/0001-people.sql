-- Parties, persons, accounts, roles and the three offices (5.5-1, 5.6-8).
-- Separation of duties is held here first: the columns duty and party_kind are carried through
-- composite foreign keys, so that no statement of anybody can put one person on both sides.

create table party (
  id uuid primary key,
  name text not null unique check (name <> ''),
  kind text not null check (kind in ('archive', 'vendor', 'authority')),
  registered_at timestamptz not null default now(),
  unique (id, kind)
);
comment on table party is 'Party (当事方): the archive department, vendors, authorities that send inspectors.';
comment on column party.id is 'UUIDv7.';
comment on column party.name is 'Full name.';
comment on column party.kind is 'archive: the commissioning unit, exactly one; vendor; authority.';
comment on column party.registered_at is 'When it was registered.';
create unique index party_one_archive on party (kind) where kind = 'archive';
grant select, insert on party to app_rw;

create table person (
  id uuid primary key,
  party_id uuid not null,
  party_kind text not null,
  name text not null check (name <> ''),
  id_number_hash bytea not null unique,
  duty text not null default 'business' check (duty in ('business', 'office')),
  registered_at timestamptz not null default now(),
  foreign key (party_id, party_kind) references party (id, kind),
  unique (id, duty, party_kind)
);
comment on table person is 'A natural person. Accounts, roles and offices belong to persons, never to each other.';
comment on column person.id is 'UUIDv7.';
comment on column person.party_id is 'The one party he belongs to.';
comment on column person.party_kind is 'Kind of that party, carried along for the constraints below.';
comment on column person.name is 'Name.';
comment on column person.id_number_hash is 'SHA-256 of the document number without spaces, upper case: one person, one row.';
comment on column person.duty is 'business or office: what he may be given; 三员 never hold a business role (5.6-8).';
comment on column person.registered_at is 'When he was registered.';
grant select, insert on person to app_rw;
grant update (duty) on person to app_rw;

create table account (
  id uuid primary key,
  person_id uuid not null references person (id),
  username text not null unique check (username = lower(username)),
  state text not null check (state in ('pending', 'active', 'suspended')),
  password_hash text,
  password_set_at timestamptz,
  activation_hash bytea,
  activation_expires_at timestamptz,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  check (state <> 'active' or password_hash is not null)
);
comment on table account is 'What a person signs in with.';
comment on column account.id is 'UUIDv7.';
comment on column account.person_id is 'Whose it is.';
comment on column account.username is 'Login name, lower case.';
comment on column account.state is 'pending: awaits activation; active; suspended.';
comment on column account.password_hash is 'argon2id.';
comment on column account.password_set_at is 'Age of the password, days counted by the policy.';
comment on column account.activation_hash is 'SHA-256 of the printed one-time activation code.';
comment on column account.activation_expires_at is 'When that code lapses.';
comment on column account.created_at is 'When it was created.';
comment on column account.version is 'Optimistic version.';
create index account_person on account (person_id);
grant select, insert, update on account to app_rw;

create table role_assignment (
  id uuid primary key,
  person_id uuid not null,
  role text not null check (role in (
    'archiveLead', 'archiveKeeper', 'supervisor', 'acceptanceMember',
    'vendorManager', 'teamLeader', 'preparer', 'scanner', 'imageProcessor', 'describer',
    'qualityInspector', 'vendorSecurityLead', 'externalInspector')),
  scope uuid,
  party_kind text not null,
  valid_from date not null,
  valid_until date,
  granted_by uuid not null references person (id),
  granted_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by uuid references person (id),
  version integer not null default 1,
  duty text generated always as (case when ended_at is null then 'business' end) stored,
  check (party_kind = case
    when role in ('vendorManager', 'teamLeader', 'preparer', 'scanner', 'imageProcessor', 'describer',
                  'qualityInspector', 'vendorSecurityLead') then 'vendor'
    when role = 'externalInspector' then 'authority'
    else 'archive' end),
  check (valid_until is null or valid_until >= valid_from),
  check (role <> 'externalInspector' or valid_until is not null),
  check ((ended_at is null) = (ended_by is null)),
  foreign key (person_id, duty, party_kind) references person (id, duty, party_kind)
);
comment on table role_assignment is 'A business role (岗位) that a person holds, of his own party, never beside an office (5.6-8).';
comment on column role_assignment.id is 'UUIDv7.';
comment on column role_assignment.person_id is 'Holder.';
comment on column role_assignment.role is 'Role; offices are not given here.';
comment on column role_assignment.scope is 'Project id, or null for the whole site.';
comment on column role_assignment.party_kind is 'The party kind that the role asks for; must be the holder''s.';
comment on column role_assignment.valid_from is 'First business day.';
comment on column role_assignment.valid_until is 'Last business day; always set for an outside inspector (3.9-1).';
comment on column role_assignment.granted_by is 'Security officer who granted it.';
comment on column role_assignment.granted_at is 'When.';
comment on column role_assignment.ended_at is 'When it was revoked, or null.';
comment on column role_assignment.ended_by is 'Who revoked it.';
comment on column role_assignment.version is 'Optimistic version.';
comment on column role_assignment.duty is 'business while it holds, null afterwards: the key into person.';
create unique index role_assignment_once on role_assignment (person_id, role, coalesce(scope, '00000000-0000-0000-0000-000000000000'))
  where ended_at is null;
grant select, insert on role_assignment to app_rw;
grant update (ended_at, ended_by, version) on role_assignment to app_rw;

create table office_holder (
  id uuid primary key,
  office text not null check (office in ('administrator', 'securityOfficer', 'auditor')),
  seat text not null check (seat in ('principal', 'deputy')),
  person_id uuid not null,
  party_kind text not null default 'archive' check (party_kind = 'archive'),
  active boolean not null,
  since timestamptz not null,
  order_number text,
  order_id uuid references attachment (id),
  ended_at timestamptz,
  version integer not null default 1,
  duty text generated always as (case when ended_at is null then 'office' end) stored,
  check (ended_at is null or not active),
  foreign key (person_id, duty, party_kind) references person (id, duty, party_kind)
);
comment on table office_holder is 'The three offices (三员, 5.6-8): one person and at most one deputy each, one of the two active.';
comment on column office_holder.id is 'UUIDv7.';
comment on column office_holder.office is '管理员, 保密员 or 审计员.';
comment on column office_holder.seat is 'principal (正职) or deputy (副职).';
comment on column office_holder.person_id is 'Holder; of the commissioning unit.';
comment on column office_holder.party_kind is 'Always archive.';
comment on column office_holder.active is 'Acts now. Only one of principal and deputy does.';
comment on column office_holder.since is 'Since when he is appointed.';
comment on column office_holder.order_number is 'Number of the written order; null for the ceremony.';
comment on column office_holder.order_id is 'Scan of the written order; null for the ceremony.';
comment on column office_holder.ended_at is 'When he left it.';
comment on column office_holder.version is 'Optimistic version.';
comment on column office_holder.duty is 'office while it holds, null afterwards: the key into person.';
create unique index office_holder_one_office on office_holder (person_id) where ended_at is null;
create unique index office_holder_one_seat on office_holder (office, seat) where ended_at is null;
create unique index office_holder_one_active on office_holder (office) where active;
grant select, insert on office_holder to app_rw;
grant update (active, since, ended_at, version) on office_holder to app_rw;
