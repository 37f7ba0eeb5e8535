import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { refuseApprover, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { acceptanceViewers } from '../../rules/api/sampling.ts';
import {
  overallAccept,
  securityDecide,
  securityJudge,
  securityJudges,
  securityLeads,
  securityOpen,
  securityShow,
} from '../../rules/api/security.ts';
import { refuseUnchecked } from '../../rules/checks.ts';
import { refuseJudgement, refuseOverall, securityCodes, securityItems, securityVerdict } from '../../rules/security.ts';
import { checksStanding } from '../check/standing.ts';
import { type FindingDeps, type Findings, findingsOf } from '../findings.ts';
import { refusedWords } from '../refused.ts';
import {
  decideSecurity,
  findSecurity,
  insertOverall,
  insertSecurity,
  itemsOf,
  judgeItem,
  lockProjectRow,
  lockSecurity,
  membersOf,
  overallOf,
  packagesStanding,
  papersOf,
  securitiesOf,
  unitsOutside,
} from '../store/security.ts';

export const securityRoutes = (deps: FindingDeps): Binding[] => [
  showRoute(deps),
  openRoute(),
  judgeRoute(deps),
  decideRoute(deps),
  overallRoute(deps),
];

const noSecurity = (): Refusal => refuse('not-found', { what: { zh: '专项验收', en: 'security acceptance' } });

/** Everything that keeps the overall acceptance from being done, what the regulation asks for first (7.1-6). */
async function locksOf(tx: Tx, projectId: string, findings: Findings): Promise<Refusal[]> {
  const locks: Refusal[] = [];
  const security = refuseOverall(await securitiesOf(tx, projectId), findings);
  if (security) locks.push(security);
  const packages = await packagesStanding(tx, projectId);
  if (packages.length === 0) locks.push(refuse('overall-without-package'));
  const checks = await checksStanding(tx, projectId);
  for (const { id, number, state, verdict } of packages) {
    if (state !== 'made') locks.push(refuse('package-not-made', { number }));
    else {
      if (verdict !== 'passed') locks.push(refuse('sample-undecided', { number }));
      // 7.2: what the newest check of it says.
      const unchecked = refuseUnchecked(number, checks.get(id));
      if (unchecked) locks.push(unchecked);
    }
  }
  const count = await unitsOutside(tx, projectId);
  if (count > 0) locks.push(refuse('units-unpacked', { count }));
  return locks;
}

const showRoute = (deps: FindingDeps): Binding =>
  bindView(securityShow, async (tx, { actor, subject }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, acceptanceViewers);
    if (outside) return outside;
    const findings = await findingsOf(tx, projectId, deps);
    const overall = await overallOf(tx, projectId);
    const rounds = await roundsOf(tx, projectId, findings);
    const person = personFrom(await namesOf(tx, overall ? [overall.accepted_by, overall.agreed_by] : []));
    return {
      rounds: rounds.toReversed(),
      overall: overall
        ? {
            ...{ by: person(overall.accepted_by), agreedBy: person(overall.agreed_by), opinion: overall.opinion },
            at: overall.accepted_at.toISOString(),
            round: rounds.find(({ id }) => id === overall.security_id)?.round ?? 0,
          }
        : null,
      locks: overall ? [] : (await locksOf(tx, projectId, findings)).map(refusedWords),
    };
  });

async function roundsOf(tx: Tx, projectId: string, findings: Findings) {
  const rows = await securitiesOf(tx, projectId);
  const ids = rows.map(({ id }) => id);
  const [members, items, papers] = [await membersOf(tx, ids), await itemsOf(tx, ids), await papersOf(tx, ids)];
  const person = personFrom(
    await namesOf(tx, [
      ...rows.flatMap((row) => [row.opened_by, row.decided_by, row.agreed_by]),
      ...items.map(({ judged_by: by }) => by),
    ]),
  );
  const named = (id: string | null) => (id === null ? null : person(id));
  return rows.map((row) => ({
    ...{ id: row.id, round: row.round, verdict: row.verdict, opinion: row.opinion, openedBy: person(row.opened_by) },
    ...{ openedAt: row.opened_at.toISOString(), decidedBy: named(row.decided_by), agreedBy: named(row.agreed_by) },
    decidedAt: row.decided_at?.toISOString() ?? null,
    members: members
      .filter(({ acceptance_id: id }) => id === row.id)
      .map(({ name, organization, qualification }) => ({ name, organization, qualification })),
    items: securityCodes.flatMap((code) => {
      const item = items.find((one) => one.acceptance_id === row.id && one.code === code);
      if (!item) return [];
      // Of one that was decided, what the registers said then.
      const now = row.verdict === null ? findings[code] : undefined;
      return [
        {
          ...{ code, clause: securityItems[code].clause, label: securityItems[code].label, byHand: item.by_hand },
          ...{ verdict: item.verdict, note: item.note, judgedBy: named(item.judged_by) },
          judgedAt: item.judged_at?.toISOString() ?? null,
          papers: papers
            .filter((one) => one.acceptance_id === row.id && one.code === code)
            .map(({ attachment_id: paper }) => paper),
          facts: [...(now?.facts ?? item.facts ?? [])],
          against: now?.against ?? null,
        },
      ];
    }),
  }));
}

const openRoute = (): Binding =>
  bindAct(securityOpen, {
    async run(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const outside = await refuseOutsider(tx, actor, projectId, securityLeads);
      if (outside) return outside;
      await lockProjectRow(tx, projectId);
      if (await overallOf(tx, projectId)) return refuse('overall-done');
      const rounds = await securitiesOf(tx, projectId);
      if (rounds.at(-1)?.verdict === null) return refuse('security-exists');
      const { id, round } = await insertSecurity(tx, { projectId, by: actor.personId, members: input.members });
      return { output: { acceptanceId: id, round }, subjectId: id, after: { round, ...input } };
    },
  });

/** One that has no verdict yet. */
function underWay(row: Awaited<ReturnType<typeof lockSecurity>>) {
  if (!row) return noSecurity();
  return row.verdict === null ? row : refuse('security-decided');
}

const judgeRoute = (deps: FindingDeps): Binding =>
  bindAct(securityJudge, {
    async run(tx, { actor, subject, input }) {
      const row = underWay(await lockSecurity(tx, subject ?? ''));
      if (isRefusal(row)) return row;
      const { code, verdict, note, attachments } = input;
      const finding = (await findingsOf(tx, row.project_id, deps))[code] ?? null;
      const refused =
        (await refuseOutsider(tx, actor, row.project_id, securityJudges)) ??
        (await refuseAttachments(tx, attachments, actor.personId)) ??
        refuseJudgement(code, verdict, { attachments: attachments.length, finding });
      if (refused) return refused;
      const facts = finding?.facts ?? null;
      await judgeItem(tx, { acceptanceId: row.id, code, verdict, note, facts, attachments, by: actor.personId });
      return {
        output: {},
        after: { round: row.round, ...input, facts, byHand: securityItems[code].source === 'hand' },
      };
    },
  });

const decideRoute = (deps: FindingDeps): Binding => {
  const verdictOf = async (tx: Tx, row: { id: string; project_id: string }) =>
    securityVerdict(await itemsOf(tx, [row.id]), await findingsOf(tx, row.project_id, deps));
  return bindAct(securityDecide, {
    async check(tx, { actor, subject }) {
      const row = underWay(await findSecurity(tx, subject ?? ''));
      if (isRefusal(row)) return row;
      const outside = await refuseOutsider(tx, actor, row.project_id, securityLeads);
      if (outside) return outside;
      const verdict = await verdictOf(tx, row);
      return isRefusal(verdict) ? verdict : null;
    },
    async run(tx, { actor, subject, input }, approval) {
      const row = underWay(await lockSecurity(tx, subject ?? ''));
      if (isRefusal(row)) return row;
      if (!approval) throw new Error('a security acceptance is signed by two');
      const verdict = await verdictOf(tx, row);
      if (isRefusal(verdict)) return verdict;
      const { opinion } = input;
      await decideSecurity(tx, row.id, { verdict, opinion, by: actor.personId, agreedBy: approval.approverId });
      return { output: { verdict }, after: { round: row.round, verdict, opinion } };
    },
  });
};

const overallRoute = (deps: FindingDeps): Binding => {
  const refuseLocked = async (tx: Tx, projectId: string): Promise<Refusal | null> => {
    if (await overallOf(tx, projectId)) return refuse('overall-done');
    return (await locksOf(tx, projectId, await findingsOf(tx, projectId, deps)))[0] ?? null;
  };
  return bindAct(overallAccept, {
    async check(tx, { actor, subject }) {
      const projectId = subject ?? '';
      return (await refuseOutsider(tx, actor, projectId, securityLeads)) ?? refuseLocked(tx, projectId);
    },
    async run(tx, { actor, subject, input }, approval) {
      const projectId = subject ?? '';
      if (!approval) throw new Error('an overall acceptance is signed by two');
      await lockProjectRow(tx, projectId);
      const refused =
        (await refuseOutsider(tx, actor, projectId, securityLeads)) ??
        (await refuseApprover(tx, approval, projectId, overallAccept.approval!.roles)) ??
        (await refuseLocked(tx, projectId));
      if (refused) return refused;
      const newest = (await securitiesOf(tx, projectId)).at(-1)!;
      const { opinion } = input;
      const overallId = await insertOverall(tx, {
        ...{ projectId, securityId: newest.id, opinion, by: actor.personId, agreedBy: approval.approverId },
      });
      return { output: { overallId }, after: { overallId, securityRound: newest.round, opinion } };
    },
  });
};
