import { refuse, refuseStale } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { lateColumns } from '#/base/server/late.ts';
import { printForm } from '#/base/server/print.ts';
import { dayOf, findSite, today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namesOf, nextNumber } from '#/protection/server/door.ts';
import { releaseForm } from '../../forms/release.ts';
import { releaseIssue, releaseList, releasePass, releasePrint } from '../../rules/api/releases.ts';
import { refusePassing } from '../../rules/release.ts';
import { findRelease, insertRelease, listReleases, lockRelease, passRelease } from '../store/releases.ts';

export const releaseRoutes = (): Binding[] => [issueRoute(), passRoute(), ...readRoutes()];

const issueRoute = (): Binding =>
  bindAct(releaseIssue, {
    async check(tx, { input }) {
      if (!(await namesOf(tx, [input.bearer])).has(input.bearer))
        return refuse('not-found', { what: '携带人 / bearer' }, 'input.bearer');
      return input.leavesOn < (await today(tx)) ? refuse('due-in-past', {}, 'input.leavesOn') : null;
    },
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('released without a second person');
      // 4.6-4: who carries it out does not agree to it.
      if (approval.approverId === input.bearer) return refuse('release-own-goods');
      const releaseId = newId();
      const number = await nextNumber(tx, 'release');
      const { approverId: approvedBy } = approval;
      await insertRelease(tx, { id: releaseId, number, ...input, requestedBy: actor.personId, approvedBy });
      return { output: { releaseId, number }, subjectId: releaseId, after: { number, bearer: input.bearer } };
    },
  });

const passRoute = (): Binding =>
  bindAct(releasePass, {
    async check(tx, { actor, subject, version, late }) {
      const release = await lockRelease(tx, subject ?? '');
      if (!release) return refuse('not-found', { what: '放行单 / release slip' });
      const stale = refuseStale(version, release.version);
      if (stale) return stale;
      const day = await dayOf(tx, lateColumns(late).occurred_at);
      return refusePassing({ ...release, leavesOn: release.leaves_on }, actor.personId, day);
    },
    async run(tx, { actor, subject, input, late }) {
      const passed = { passedBy: actor.personId, remark: input.remark };
      await passRelease(tx, subject ?? '', passed, lateColumns(late));
      return { output: {}, before: { state: 'issued' }, after: { state: 'passed' } };
    },
  });

const readRoutes = (): Binding[] => [
  bindView(releaseList, async (tx, { input }) => {
    const filter = { state: input.state ?? null, before: input.cursor ?? null, limit: input.limit + 1 };
    const { page, next } = cutPage(await listReleases(tx, filter), input.limit, (row) => row.id);
    const ids = page.flatMap((row) => [row.bearer, row.requested_by, row.approved_by, row.passed_by]);
    const person = personFrom(await namesOf(tx, ids));
    const items = page.map((row) => ({
      id: row.id,
      number: row.number,
      bearer: person(row.bearer),
      items: row.items,
      reason: row.reason,
      leavesOn: row.leaves_on,
      requestedBy: person(row.requested_by),
      approvedBy: person(row.approved_by),
      state: row.state,
      passedBy: row.passed_by === null ? null : person(row.passed_by),
      passedAt: row.passed_at?.toISOString() ?? null,
      remark: row.remark,
      late: row.late_reason !== null,
      version: row.version,
    }));
    return { items, next };
  }),

  bindView(releasePrint, async (tx, { actor, subject }) => {
    const release = await findRelease(tx, subject ?? '');
    if (!release) return refuse('not-found', { what: '放行单 / release slip' });
    const site = await findSite(tx);
    const person = personFrom(await namesOf(tx, [release.bearer, release.requested_by, release.approved_by]));
    const data = {
      archiveName: site?.name ?? '',
      number: release.number,
      bearer: person(release.bearer).name,
      items: release.items,
      reason: release.reason,
      leavesOn: release.leaves_on,
      requestedBy: person(release.requested_by).name,
      approvedBy: person(release.approved_by).name,
    };
    return printForm(tx, releaseForm, data, actor.personId);
  }),
];
