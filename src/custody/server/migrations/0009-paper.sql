-- Handovers closed on paper, and receipts for business (6.2-3).

alter table handover
  add column paper_print_id uuid unique references print_record (id),
  add column paper_scan_id uuid references attachment (id),
  add column signed_at timestamptz,
  add column entered_by uuid references person (id),
  add column checked_by uuid references person (id),
  add check ((paper_print_id is null) = (paper_scan_id is null) and (paper_print_id is null) = (signed_at is null)
    and (paper_print_id is null) = (entered_by is null) and (paper_print_id is null) = (checked_by is null)),
  add check (checked_by <> entered_by);
comment on column handover.paper_print_id is 'Printed list that both sides signed and sealed, where it was closed on paper; each closes one handover.';
comment on column handover.paper_scan_id is 'Scan of the signed copy.';
comment on column handover.signed_at is 'When it was signed.';
comment on column handover.entered_by is 'Who entered the signed copy, of the archive.';
comment on column handover.checked_by is 'Who compared the scan with it, of the archive.';

create table business_receipt (
  handover_id uuid primary key references handover (id),
  pages integer not null check (pages >= 0),
  remark text not null,
  signed_by uuid not null references person (id),
  signed_at timestamptz not null default now()
);
comment on table business_receipt is 'Receipt for business (业务签收) of a handover: the side that received takes over the work, apart from who took the paper (实体签收). Never changed.';
comment on column business_receipt.handover_id is 'Handover.';
comment on column business_receipt.pages is 'Pages of work that are taken over.';
comment on column business_receipt.remark is 'Remarks.';
comment on column business_receipt.signed_by is 'Who signed for it.';
comment on column business_receipt.signed_at is 'When.';
grant select, insert on business_receipt to app_rw;
