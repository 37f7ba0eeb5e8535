-- Two targets that are called nearly the same must not be one folder (2.8-4).

alter table package_carrier add column folder text;
-- As well as this can tell of what was written before; two that are one are told apart by their number.
update package_carrier set folder = regexp_replace(target, '[^[:alnum:]._-]+', '_', 'g');
update package_carrier set folder = folder || '#' || id
 where exists (select 1 from package_carrier other where other.folder = package_carrier.folder and other.id < package_carrier.id);
alter table package_carrier alter column folder set not null, add unique (folder);
comment on column package_carrier.folder is 'Name of the folder that it is written to, below exports/.';
