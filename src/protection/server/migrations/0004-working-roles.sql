-- Working roles may be held by the archive's own people where it does the work itself (自行 projects).
-- Which of them count in a project is engagement's to say.

do $$
declare
  rule text;
begin
  select conname into strict rule from pg_constraint
   where conrelid = 'role_assignment'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%''authority''%';
  execute format('alter table role_assignment drop constraint %I', rule);
end $$;
alter table role_assignment add constraint role_assignment_party check (
  case
    when role in ('teamLeader', 'preparer', 'scanner', 'imageProcessor', 'describer', 'qualityInspector')
      then party_kind in ('vendor', 'archive')
    when role in ('vendorManager', 'vendorSecurityLead') then party_kind = 'vendor'
    when role = 'externalInspector' then party_kind = 'authority'
    else party_kind = 'archive' end);
