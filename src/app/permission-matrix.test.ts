/** docs/permission-matrix.csv, written by hand, against what the server does, cell by cell. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Callable } from '#/base/rules/declare.ts';
import { routeOf } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { isOffice, offices, type Role, roles } from '#/base/rules/roles.ts';
import { newId } from '#/base/server/ids.ts';
import { approvalDecide } from '#/protection/rules/api/approvals.ts';
import { employ, type Officers, openWithOfficers, type Who } from '../../test/people.ts';
import { openTestSite, type TestSite } from '../../test/site.ts';
import { declared } from './compose.ts';

const lines = readFileSync(join(import.meta.dirname, '../../docs/permission-matrix.csv'), 'utf8')
  .trim()
  .split('\n');
const head = (lines[0] ?? '').split(',').slice(1);
const matrix = new Map(lines.slice(1).map((line) => [line.split(',')[0] ?? '', line.split(',').slice(1)]));
const callable = declared.filter((decl): decl is Callable => ['act', 'copy', 'view'].includes(decl.kind));

let site: TestSite;
let officers: Officers;
const people = new Map<Role, Who>();

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  for (const office of offices) people.set(office, officers[office]);
  // The first of each party makes it; the others then join at once.
  for (const role of ['archiveLead', 'vendorManager', 'externalInspector'] as const)
    people.set(role, await employ(site, officers, role));
  await eachRole(async (role) => {
    if (!isOffice(role) && !people.has(role)) people.set(role, await employ(site, officers, role));
  });
}, 120_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

/** One row of the table, all roles at once: a thousand cells one after the other take minutes. */
const eachRole = async (body: (role: Role, index: number) => Promise<void>): Promise<void> =>
  void (await Promise.all(roles.map(body)));

function personOf(role: Role): Who {
  const who = people.get(role);
  if (!who) throw new Error(role);
  return who;
}

test('the hand-written table names every role and every declared act and view', () => {
  expect(head).toEqual([...roles]);
  expect([...matrix.keys()].toSorted()).toEqual(callable.map((decl) => decl.name).toSorted());
});

/** Asks for it with nothing filled in: a permitted caller is told what is missing, another that he may not. */
async function isRefused(who: Who, decl: Callable): Promise<boolean> {
  const { path } = routeOf(decl);
  // Signing out would end the session that the other cells need; asking with a broken body does not.
  const body = { subject: null, input: decl.name === 'protection.session.signOut' ? { no: 1 } : {}, broken: true };
  const response =
    decl.kind === 'view'
      ? await who.client.request('GET', `${path}?input=${encodeURIComponent('{"broken":true}')}`)
      : await who.client.request('POST', path, body, { 'idempotency-key': newId() });
  const problem = (await response.json()) as Problem;
  expect(problem.code, `${decl.name} answered ${response.status}`).toMatch(
    /^(not-permitted|input-invalid|step-up-required)$/,
  );
  return problem.code === 'not-permitted';
}

test('5.5-1 every cell of role × act: who may not is refused, who may is not', async () => {
  const wrong: string[] = [];
  for (const decl of callable) {
    await eachRole(async (role, index) => {
      const cell = matrix.get(decl.name)?.[index] ?? '';
      const mayDo = cell === 'does' || cell === 'both';
      if ((await isRefused(personOf(role), decl)) === mayDo)
        wrong.push(`${decl.name} × ${role}: table says ${cell || 'nothing'}`);
    });
  }
  expect(wrong).toEqual([]);
}, 240_000);

/** A waiting request of this act, as the server would store it, by a person nobody tests with. */
async function waiting(decl: Callable, requestedBy: string): Promise<string> {
  const rule = decl.kind === 'view' ? null : (decl.approval ?? (decl.kind === 'act' ? decl.late : null));
  const id = newId();
  await site.db
    .insertInto('approval')
    .values({
      id,
      act: decl.name,
      subject: null,
      request: '{}',
      digest: 'right',
      late: false,
      approver_roles: [...(rule?.roles ?? [])],
      requested_by: requestedBy,
      expires_at: new Date(Date.now() + 3_600_000),
    })
    .execute();
  return id;
}

test('5.5-1 every cell of role × approval: who is no second person for it is refused', async () => {
  const stranger = await employ(site, officers, 'archiveKeeper', 'stranger');
  const wrong: string[] = [];
  for (const decl of callable.filter((one) => one.kind !== 'view')) {
    const id = await waiting(decl, stranger.personId);
    await eachRole(async (role, index) => {
      // With a digest that does not fit, so that nothing is ever decided.
      const answer = await personOf(role).client.tryAct(approvalDecide, {
        subject: id,
        input: { decision: 'approve', digest: 'wrong', comment: '' },
      });
      if (!('problem' in answer)) throw new Error('decided');
      const cell = matrix.get(decl.name)?.[index] ?? '';
      const mayApprove = cell === 'approves' || cell === 'both';
      const expected = mayApprove ? 'approval-digest' : 'approver-role';
      if (answer.problem.code !== expected)
        wrong.push(`${decl.name} × ${role}: ${answer.problem.code}, table says ${cell || 'nothing'}`);
    });
  }
  expect(wrong).toEqual([]);
}, 240_000);
