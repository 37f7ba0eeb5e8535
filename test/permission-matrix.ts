/** docs/permission-matrix.csv, written by hand, and a site with one person of each role to hold it against. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declared } from '#/app/compose.ts';
import type { Callable } from '#/base/rules/declare.ts';
import { isOffice, offices, type Role, roles } from '#/base/rules/roles.ts';
import { employ, type Officers, openWithOfficers, type Who } from './people.ts';
import { openTestSite, type TestSite } from './site.ts';

const lines = readFileSync(join(import.meta.dirname, '../docs/permission-matrix.csv'), 'utf8')
  .trim()
  .split('\n');

export const headings = (lines[0] ?? '').split(',').slice(1);
export const matrix = new Map(lines.slice(1).map((line) => [line.split(',')[0] ?? '', line.split(',').slice(1)]));
export const callable = declared.filter((decl): decl is Callable => ['act', 'copy', 'view'].includes(decl.kind));

/** One row of the table, all roles at once: a thousand cells one after the other take minutes. */
export const eachRole = async (body: (role: Role, index: number) => Promise<void>): Promise<void> =>
  void (await Promise.all(roles.map(body)));

export interface StaffedSite {
  site: TestSite;
  officers: Officers;
  personOf: (role: Role) => Who;
}

/** Each half of the table has a site of its own: both together ask more than one address may in a minute. */
export async function openStaffedSite(): Promise<StaffedSite> {
  const site = await openTestSite();
  const officers = await openWithOfficers(site);
  const people = new Map<Role, Who>();
  for (const office of offices) people.set(office, officers[office]);
  // The first of each party makes it; the others then join at once.
  for (const role of ['archiveLead', 'vendorManager', 'externalInspector'] as const)
    people.set(role, await employ(site, officers, role));
  await eachRole(async (role) => {
    if (!isOffice(role) && !people.has(role)) people.set(role, await employ(site, officers, role));
  });
  const personOf = (role: Role): Who => {
    const who = people.get(role);
    if (!who) throw new Error(role);
    return who;
  };
  return { site, officers, personOf };
}
