/** docs/permission-matrix.csv against what the server does, cell by cell: role × approval. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callable, eachRole, matrix, openStaffedSite, type StaffedSite } from '../../test/permission-matrix.ts';
import { employ } from '../../test/people.ts';
import type { Callable } from '#/base/rules/declare.ts';
import { newId } from '#/base/server/ids.ts';
import { approvalDecide } from '#/protection/rules/api/approvals.ts';

let here: StaffedSite;

beforeAll(async () => {
  here = await openStaffedSite();
}, 120_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

/** A waiting request of this act, as the server would store it, by a person nobody tests with. */
async function waiting(decl: Callable, requestedBy: string): Promise<string> {
  const rule = decl.kind === 'view' ? null : (decl.approval ?? (decl.kind === 'act' ? decl.late : null));
  const id = newId();
  await here.site.db
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
  const stranger = await employ(here.site, here.officers, 'archiveKeeper', 'stranger');
  const wrong: string[] = [];
  for (const decl of callable.filter((one) => one.kind !== 'view')) {
    const id = await waiting(decl, stranger.personId);
    await eachRole(async (role, index) => {
      // With a digest that does not fit, so that nothing is ever decided.
      const answer = await here.personOf(role).client.tryAct(approvalDecide, {
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
