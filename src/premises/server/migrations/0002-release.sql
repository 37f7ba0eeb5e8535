-- What leaves the place (4.6-4): nothing without a slip that somebody else has agreed to.

create table goods_release (
  id uuid primary key,
  number text not null unique,
  bearer uuid not null references person (id),
  items text not null check (items <> ''),
  reason text not null check (reason <> ''),
  leaves_on date not null,
  requested_by uuid not null references person (id),
  approved_by uuid not null references person (id),
  issued_at timestamptz not null default now(),
  state text not null default 'issued' check (state in ('issued', 'passed')),
  passed_by uuid references person (id),
  passed_at timestamptz,
  remark text,
  late_reason text,
  late_form_number text,
  late_scan_id uuid references attachment (id),
  version integer not null default 1,
  check (approved_by <> requested_by),
  check (approved_by <> bearer),
  check (passed_by <> bearer),
  check ((state = 'passed') = (passed_by is not null) and (state = 'passed') = (passed_at is not null)),
  check ((late_reason is null) = (late_form_number is null) and (late_reason is null) = (late_scan_id is null))
);
comment on table goods_release is 'Goods release slip (物品出场放行单, 4.6-4).';
comment on column goods_release.id is 'UUIDv7.';
comment on column goods_release.number is 'Year and running number; printed on the slip.';
comment on column goods_release.bearer is 'Who carries it out.';
comment on column goods_release.items is 'What leaves: name, number, count.';
comment on column goods_release.reason is 'Why.';
comment on column goods_release.leaves_on is 'The one business day on which it may leave.';
comment on column goods_release.requested_by is 'Who asked.';
comment on column goods_release.approved_by is 'Who agreed: neither the asker nor the bearer.';
comment on column goods_release.issued_at is 'When the slip was issued.';
comment on column goods_release.state is 'issued or passed.';
comment on column goods_release.passed_by is 'Who compared the goods with the slip at the exit: never the bearer.';
comment on column goods_release.passed_at is 'When they left.';
comment on column goods_release.remark is 'What was seen at the exit.';
comment on column goods_release.late_reason is 'Late entry of the passing: why.';
comment on column goods_release.late_form_number is 'Late entry of the passing: number of the paper form.';
comment on column goods_release.late_scan_id is 'Late entry of the passing: scan of it.';
comment on column goods_release.version is 'Optimistic version.';
create index goods_release_open on goods_release (leaves_on) where state = 'issued';
grant select, insert on goods_release to app_rw;
grant update (state, passed_by, passed_at, remark, late_reason, late_form_number, late_scan_id, version) on goods_release to app_rw;
