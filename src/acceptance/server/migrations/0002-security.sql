-- Security acceptance (安全保密专项验收, 7.1) and the overall one, which is locked behind it (7.1-6).

create table security_acceptance (
  id uuid primary key,
  project_id uuid not null references project (id),
  round integer not null check (round > 0),
  opened_by uuid not null references person (id),
  opened_at timestamptz not null default now(),
  verdict text check (verdict in ('passed', 'failed')),
  opinion text check (opinion <> ''),
  decided_by uuid references person (id),
  agreed_by uuid references person (id),
  decided_at timestamptz,
  unique (project_id, round),
  unique (id, project_id, verdict),
  check ((verdict is null) = (decided_at is null) and (verdict is null) = (opinion is null)),
  check ((verdict is null) = (decided_by is null) and (verdict is null) = (agreed_by is null)),
  check (agreed_by <> decided_by)
);
comment on table security_acceptance is 'Security acceptance of a project (7.1-1): one that failed is followed by another.';
comment on column security_acceptance.id is 'UUIDv7.';
comment on column security_acceptance.project_id is 'Project.';
comment on column security_acceptance.round is 'Running number within the project, from 1.';
comment on column security_acceptance.opened_by is 'Who opened it.';
comment on column security_acceptance.opened_at is 'When.';
comment on column security_acceptance.verdict is 'passed or failed: follows from its items. Null while it is under way.';
comment on column security_acceptance.opinion is 'What the group says.';
comment on column security_acceptance.decided_by is 'Who signed it.';
comment on column security_acceptance.agreed_by is 'Second person.';
comment on column security_acceptance.decided_at is 'When.';
create unique index security_acceptance_under_way on security_acceptance (project_id) where verdict is null;
grant select, insert on security_acceptance to app_rw;
grant update (verdict, opinion, decided_by, agreed_by, decided_at) on security_acceptance to app_rw;

create table security_member (
  acceptance_id uuid not null references security_acceptance (id),
  position integer not null check (position > 0),
  name text not null check (name <> ''),
  organization text not null check (organization <> ''),
  qualification text not null check (qualification <> ''),
  primary key (acceptance_id, position)
);
comment on table security_member is 'A person of the group (7.1-1): whoever is called in from elsewhere has no account.';
comment on column security_member.acceptance_id is 'Security acceptance.';
comment on column security_member.position is 'Place in the list, from 1.';
comment on column security_member.name is 'Name.';
comment on column security_member.organization is 'Where from.';
comment on column security_member.qualification is 'Why he is able to judge it.';
grant select, insert on security_member to app_rw;

create table security_item (
  acceptance_id uuid not null references security_acceptance (id),
  code text not null check (code in ('media', 'playback', 'custody', 'staff', 'disks', 'clearance', 'log', 'issues')),
  verdict text check (verdict in ('pass', 'fail')),
  by_hand boolean not null,
  facts jsonb,
  note text,
  judged_by uuid references person (id),
  judged_at timestamptz,
  primary key (acceptance_id, code),
  check ((verdict is null) = (judged_by is null) and (verdict is null) = (judged_at is null))
);
comment on table security_item is 'What a security acceptance looks at (rules/security.ts); all of them are there from its opening on.';
comment on column security_item.acceptance_id is 'Security acceptance.';
comment on column security_item.code is 'Item.';
comment on column security_item.verdict is 'pass or fail; null while nobody has judged it.';
comment on column security_item.by_hand is 'Its facts are entered by hand, with papers: the room that would supply them is not there.';
comment on column security_item.facts is 'What the registers said when it was judged.';
comment on column security_item.note is 'What was found.';
comment on column security_item.judged_by is 'Who judged it.';
comment on column security_item.judged_at is 'When.';
grant select, insert on security_item to app_rw;
grant update (verdict, facts, note, judged_by, judged_at) on security_item to app_rw;

create table security_paper (
  acceptance_id uuid not null,
  code text not null,
  attachment_id uuid not null references attachment (id),
  primary key (acceptance_id, code, attachment_id),
  foreign key (acceptance_id, code) references security_item (acceptance_id, code)
);
comment on table security_paper is 'A paper of an item: forms of handover, checks, removal.';
comment on column security_paper.acceptance_id is 'Security acceptance.';
comment on column security_paper.code is 'Item.';
comment on column security_paper.attachment_id is 'Scan.';
create index security_paper_attachment on security_paper (attachment_id);
grant select, insert, delete on security_paper to app_rw;

create function security_passes_whole() returns trigger language plpgsql as $$
begin
  if new.verdict = 'passed' and (select count(*) filter (where verdict = 'pass') from security_item where acceptance_id = new.id) < 8 then
    raise exception 'a security acceptance passes with all of its items / 专项验收须各项合格' using errcode = 'check_violation';
  end if;
  if old.verdict is not null then
    raise exception 'a verdict is not changed / 结论不能更改' using errcode = 'check_violation';
  end if;
  return new;
end $$;
comment on function security_passes_whole is '7.1-6: no item that is open, or failed, in one that passed; and no verdict twice.';
create trigger security_passes_whole before update of verdict on security_acceptance
  for each row execute function security_passes_whole();
create function security_begins_open() returns trigger language plpgsql as $$
begin
  raise exception 'a security acceptance begins without a verdict / 专项验收先开后定' using errcode = 'check_violation';
end $$;
comment on function security_begins_open is '7.1-6: none is inserted with a verdict.';
create trigger security_begins_open before insert on security_acceptance
  for each row when (new.verdict is not null) execute function security_begins_open();
create function security_item_is_final() returns trigger language plpgsql as $$
begin
  if exists (select 1 from security_acceptance where id = new.acceptance_id and verdict is not null) then
    raise exception 'an item of a decided security acceptance is not changed / 已有结论的专项验收不能更改' using errcode = 'check_violation';
  end if;
  return new;
end $$;
comment on function security_item_is_final is 'After the verdict nothing that it rests on changes.';
create trigger security_item_final before insert or update on security_item
  for each row execute function security_item_is_final();

create table overall_acceptance (
  id uuid primary key,
  project_id uuid not null unique references project (id),
  security_id uuid not null,
  security_verdict text not null generated always as ('passed') stored,
  opinion text not null check (opinion <> ''),
  accepted_by uuid not null references person (id),
  agreed_by uuid not null references person (id),
  accepted_at timestamptz not null default now(),
  foreign key (security_id, project_id, security_verdict) references security_acceptance (id, project_id, verdict),
  check (agreed_by <> accepted_by)
);
comment on table overall_acceptance is 'Overall acceptance (总体验收): only behind a security acceptance of the same project that has passed (7.1-6, by key).';
comment on column overall_acceptance.id is 'UUIDv7.';
comment on column overall_acceptance.project_id is 'Project.';
comment on column overall_acceptance.security_id is 'The security acceptance that it rests on.';
comment on column overall_acceptance.security_verdict is 'Always passed: part of the key.';
comment on column overall_acceptance.opinion is 'What whoever accepts says.';
comment on column overall_acceptance.accepted_by is 'Who signed it.';
comment on column overall_acceptance.agreed_by is 'Second person.';
comment on column overall_acceptance.accepted_at is 'When.';
grant select, insert on overall_acceptance to app_rw;

create function overall_behind_newest() returns trigger language plpgsql as $$
begin
  if exists (select 1 from security_acceptance newer join security_acceptance own on own.id = new.security_id
              where newer.project_id = new.project_id and newer.round > own.round) then
    raise exception 'a newer security acceptance was begun / 专项验收已重新开始' using errcode = 'check_violation';
  end if;
  return new;
end $$;
comment on function overall_behind_newest is '7.1-6: whatever was begun after one that passed counts.';
create trigger overall_behind_newest before insert on overall_acceptance
  for each row execute function overall_behind_newest();
