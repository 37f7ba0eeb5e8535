/** docs/permission-matrix.csv against what the server does, cell by cell: role × act. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  callable,
  eachRole,
  headings,
  matrix,
  openStaffedSite,
  type StaffedSite,
} from '../../test/permission-matrix.ts';
import type { Who } from '../../test/people.ts';
import { type Callable, routeOf } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { roles } from '#/base/rules/roles.ts';
import { newId } from '#/base/server/ids.ts';

let here: StaffedSite;

beforeAll(async () => {
  here = await openStaffedSite();
}, 120_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

test('the hand-written table names every role and every declared act and view', () => {
  expect(headings).toEqual([...roles]);
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
      if ((await isRefused(here.personOf(role), decl)) === mayDo)
        wrong.push(`${decl.name} × ${role}: table says ${cell || 'nothing'}`);
    });
  }
  expect(wrong).toEqual([]);
}, 240_000);
