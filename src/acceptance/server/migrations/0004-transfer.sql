-- Transfer of data (数据移交, 7.2-5; the register of 档发〔2012〕7号): carriers that were read, and what both sides signed.

create table carrier_reading (
  id uuid primary key,
  carrier_id uuid not null references package_carrier (id),
  project_id uuid not null references project (id),
  started_by uuid not null references person (id),
  started_at timestamptz not null default now(),
  whole boolean,
  files integer check (files >= 0),
  bytes bigint check (bytes >= 0),
  seal text check (seal ~ '^[0-9a-f]{64}$'),
  troubles jsonb,
  troubled integer check (troubled >= 0),
  ended_at timestamptz,
  unique (id, carrier_id, whole),
  check ((whole is null) = (ended_at is null) and (whole is null) = (troubles is null)),
  check ((whole is null) = (files is null) and (whole is null) = (bytes is null) and (whole is null) = (troubled is null)),
  check (whole is not true or (seal is not null and troubled = 0 and files > 0)),
  check (jsonb_array_length(troubles) <= 50)
);
comment on table carrier_reading is 'A carrier that was read from its first byte to its last by whoever is to receive it (7.2-3); the newest counts.';
comment on column carrier_reading.id is 'UUIDv7.';
comment on column carrier_reading.carrier_id is 'Carrier.';
comment on column carrier_reading.project_id is 'Project.';
comment on column carrier_reading.started_by is 'Who had it read.';
comment on column carrier_reading.started_at is 'When.';
comment on column carrier_reading.whole is 'It holds byte for byte what the package was sealed with; null while it is read.';
comment on column carrier_reading.files is 'All files on it, lists included.';
comment on column carrier_reading.bytes is 'All their bytes.';
comment on column carrier_reading.seal is 'SHA-256 of its tagmanifest-sha256.txt; null where there is none.';
comment on column carrier_reading.troubles is 'The first 50: what, and which file.';
comment on column carrier_reading.troubled is 'Number of all of them.';
comment on column carrier_reading.ended_at is 'When it was through.';
create unique index carrier_reading_running on carrier_reading (carrier_id) where whole is null;
create index carrier_reading_of on carrier_reading (carrier_id, id);
grant select, insert on carrier_reading to app_rw;
grant update (whole, files, bytes, seal, troubles, troubled, ended_at) on carrier_reading to app_rw;

create function carrier_reading_begins_open() returns trigger language plpgsql as $$
begin
  raise exception 'a reading of a carrier begins without a result / 读检先开始后有结果' using errcode = 'check_violation';
end $$;
comment on function carrier_reading_begins_open is '7.2-5: none is inserted with what it found.';
create trigger carrier_reading_begins_open before insert on carrier_reading
  for each row when (new.whole is not null) execute function carrier_reading_begins_open();
create function carrier_reading_is_final() returns trigger language plpgsql as $$
begin
  -- Names of files may go, where something of the package turned out to be classified (6.5-3).
  if old.whole is not null and (to_jsonb(new) - 'troubles' <> to_jsonb(old) - 'troubles' or new.troubles <> '[]') then
    raise exception 'a reading of a carrier that has ended is not changed / 已结束的读检不能更改' using errcode = 'check_violation';
  end if;
  return new;
end $$;
comment on function carrier_reading_is_final is '7.2-5: what both sides sign rests on it.';
create trigger carrier_reading_final before update on carrier_reading
  for each row execute function carrier_reading_is_final();

create table data_transfer (
  id uuid primary key,
  project_id uuid not null references project (id),
  number text not null unique check (number <> ''),
  carriers integer not null check (carriers > 0),
  units integer not null check (units > 0),
  images integer not null check (images > 0),
  files integer not null check (files > 0),
  bytes bigint not null check (bytes > 0),
  given_by uuid not null references person (id),
  received_by uuid not null references person (id),
  transferred_at timestamptz not null default now(),
  check (given_by <> received_by)
);
comment on table data_transfer is 'Register of a transfer of data (电子档案移交与接收登记表, 7.2-5), signed by both sides.';
comment on column data_transfer.id is 'UUIDv7.';
comment on column data_transfer.project_id is 'Project.';
comment on column data_transfer.number is 'As 2026-0001.';
comment on column data_transfer.carriers is 'How many carriers stand in its annex.';
comment on column data_transfer.units is 'Volumes or items on its carriers; each package counts once.';
comment on column data_transfer.images is 'Images of them.';
comment on column data_transfer.files is 'Files on all carriers.';
comment on column data_transfer.bytes is 'Bytes on all carriers.';
comment on column data_transfer.given_by is 'Who gives, of the vendor.';
comment on column data_transfer.received_by is 'Who receives, of the archive.';
comment on column data_transfer.transferred_at is 'When both had signed.';
create index data_transfer_of on data_transfer (project_id, id);
grant select, insert on data_transfer to app_rw;

create table data_transfer_carrier (
  transfer_id uuid not null references data_transfer (id),
  position integer not null check (position > 0),
  carrier_id uuid not null unique references package_carrier (id),
  reading_id uuid not null,
  reading_whole boolean not null generated always as (true) stored,
  check_id uuid not null references check_run (id),
  label text not null check (label <> ''),
  kind text not null check (kind in ('disk', 'ssd', 'optical', 'tape', 'online', 'other')),
  size text check (size ~ '^[0-9]{1,5}([.][0-9]{1,2})? (MB|GB|TB)$'),
  primary key (transfer_id, position),
  foreign key (reading_id, carrier_id, reading_whole) references carrier_reading (id, carrier_id, whole)
);
comment on table data_transfer_carrier is 'A carrier of a transfer: only one that was read whole (by key), and once.';
comment on column data_transfer_carrier.transfer_id is 'Transfer.';
comment on column data_transfer_carrier.position is 'Place in the annex, from 1.';
comment on column data_transfer_carrier.carrier_id is 'Carrier.';
comment on column data_transfer_carrier.reading_id is 'The reading that it went over with.';
comment on column data_transfer_carrier.reading_whole is 'Always true: part of the key.';
comment on column data_transfer_carrier.check_id is 'Check of its package that had passed then.';
comment on column data_transfer_carrier.label is 'Number on the carrier itself (载体编号).';
comment on column data_transfer_carrier.kind is 'Kind of the carrier (载体类型).';
comment on column data_transfer_carrier.size is 'How much it holds (规格), as 2 TB; null where it goes by wire.';
grant select, insert on data_transfer_carrier to app_rw;

create function data_transfer_agrees() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from data_transfer t join package_carrier c on c.id = new.carrier_id
      join package p on p.id = c.package_id and p.project_id = t.project_id and p.state = 'made'
      join carrier_reading r on r.id = new.reading_id and r.carrier_id = c.id and r.seal = p.seal
      join check_run k on k.id = new.check_id and k.package_id = p.id and k.seal = p.seal and k.state = 'examined'
     where t.id = new.transfer_id) then
    raise exception 'carrier, reading and check are not of one package of this project / 载体、读检、检测不属于本项目同一信息包' using errcode = 'check_violation';
  end if;
  return new;
end $$;
comment on function data_transfer_agrees is '7.2-5: what goes over is what was read, checked and sealed.';
create trigger data_transfer_agrees before insert on data_transfer_carrier
  for each row execute function data_transfer_agrees();
create function data_transfer_is_whole() returns trigger language plpgsql as $$
declare transfer uuid := coalesce(to_jsonb(new) ->> 'transfer_id', to_jsonb(new) ->> 'id');
begin
  if (select carriers from data_transfer where id = transfer)
     <> (select count(*) from data_transfer_carrier where transfer_id = transfer) then
    raise exception 'the annex of a signed register is not changed / 已签署的登记表附件不能增减' using errcode = 'check_violation';
  end if;
  return null;
end $$;
comment on function data_transfer_is_whole is '7.2-5: an annex has as many carriers as both sides signed, from the beginning and for ever.';
create constraint trigger data_transfer_whole after insert on data_transfer deferrable initially deferred
  for each row execute function data_transfer_is_whole();
create constraint trigger data_transfer_annex_whole after insert on data_transfer_carrier deferrable initially deferred
  for each row execute function data_transfer_is_whole();

create table data_transfer_paper (
  transfer_id uuid not null references data_transfer (id),
  attachment_id uuid not null references attachment (id),
  added_by uuid not null references person (id),
  added_at timestamptz not null default now(),
  primary key (transfer_id, attachment_id)
);
comment on table data_transfer_paper is 'Scan of the register with the signatures and seals of both sides.';
comment on column data_transfer_paper.transfer_id is 'Transfer.';
comment on column data_transfer_paper.attachment_id is 'Scan.';
comment on column data_transfer_paper.added_by is 'Who added it.';
comment on column data_transfer_paper.added_at is 'When.';
create index data_transfer_paper_attachment on data_transfer_paper (attachment_id);
grant select, insert on data_transfer_paper to app_rw;
