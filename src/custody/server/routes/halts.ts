/** A classified mark found at work: halted at once, settled the same day (6.5). */
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { lateColumns } from '#/base/server/late.ts';
import { printForm } from '#/base/server/print.ts';
import { dayOf, findSite, today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { eraseDetails } from '#/base/server/store/purge.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { projectsOf, refuseApprover, refuseOutsider, refuseLateApprover } from '#/engagement/server/door.ts';
import { namesOf, nextNumber } from '#/protection/server/door.ts';
import type { Role } from '#/base/rules/roles.ts';
import { type ClassifiedFindData, classifiedFindForm } from '../../forms/classified-find.ts';
import { vendorReceivers } from '../../rules/api/batches.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import { haltList, haltPrint, haltRelease, haltReport, haltSurrender } from '../../rules/api/sweeps.ts';
import type { CustodyEvent } from '../../rules/custody.ts';
import { handlers, type Outcome } from '../../rules/work.ts';
import { asMisplaced, findScanned } from '../scanned.ts';
import { closeOriginals, closeWhenEmpty, lockBatch } from '../store/batches.ts';
import { closePhotographs } from '../store/forget.ts';
import { findFind, insertFind, listFinds, lockFind, openFindOf, settleFind } from '../store/halts.ts';
import type { LaterRoom } from '../ports.ts';
import { decideSecrecy } from '../store/originals.ts';
import { move } from '../store/whereabouts.ts';

/** Whoever may report a find. */
const finders: readonly Role[] = [...handlers, ...archiveKeepers, 'vendorManager', 'vendorSecurityLead', 'supervisor'];

/** Who gives it up for the vendor (6.5-3). */
const givers: readonly Role[] = [...vendorReceivers, 'vendorSecurityLead'];

const printers: readonly Role[] = [...archiveKeepers, ...givers];

export const haltRoutes = (deps: { later: readonly LaterRoom[] }): Binding[] => [
  reportRoute(),
  releaseRoute(),
  surrenderRoute(deps),
  listRoute(),
  printRoute(),
];

const reportRoute = (): Binding =>
  bindAct(haltReport, {
    async run(tx, { actor, input, late }, approval) {
      const scanned = await findScanned(tx, actor, input.code, finders);
      if (isRefusal(scanned)) return scanned;
      const stranger = await refuseLateApprover(tx, haltReport, approval, scanned.projectId);
      if (stranger) return stranger;
      const times = lateColumns(late);
      const open = await openFindOf(tx, scanned.id);
      if (open) return refuse('halted-already', { number: open.number }, 'input.code');
      const moved = await move(tx, scanned.id, { type: 'halt' }, { by: actor.personId, at: times.occurred_at });
      if (isRefusal(moved)) return { ...(await asMisplaced(tx, actor, scanned, moved, { late })), field: 'input.code' };
      await closePhotographs(tx, [scanned.id]);
      const number = await nextNumber(tx, 'classified-find');
      const { page, mark } = input;
      const row = { number, originalId: scanned.id, batchId: scanned.batchId, page, mark, by: actor.personId };
      const findId = await insertFind(tx, { ...row, on: await dayOf(tx, times.occurred_at) }, times);
      const output = { findId, number, code: scanned.code };
      return { output, subjectId: findId, after: { ...output, page, mark } };
    },
  });

type Find = NonNullable<Awaited<ReturnType<typeof lockFind>>>;

async function openFind(tx: Tx, id: string | null): Promise<Find | Refusal> {
  const find = await lockFind(tx, id ?? '');
  if (!find) return refuse('not-found', { what: { zh: '涉密标识登记', en: 'find' } });
  return find.outcome === null ? find : refuse('find-settled');
}

/** Settled by two, and the original goes on, or goes to the archive. */
async function settle(
  tx: Tx,
  find: Find,
  event: Exclude<CustodyEvent, { type: 'partOut' }>,
  row: { outcome: Outcome; basis: string; settledBy: string; agreedBy: string },
): Promise<Refusal | null> {
  const moved = await move(tx, find.original_id, event, { by: row.settledBy, at: new Date() });
  if (isRefusal(moved)) return moved;
  await settleFind(tx, find.id, row);
  return null;
}

const releaseRoute = (): Binding =>
  bindAct(haltRelease, {
    async check(tx, { actor, subject }) {
      const find = await openFind(tx, subject);
      if (isRefusal(find)) return find;
      return refuseOutsider(tx, actor, find.project_id, archiveKeepers);
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('released without a second person');
      const find = await openFind(tx, subject);
      if (isRefusal(find)) return find;
      const outside = await refuseApprover(tx, approval, find.project_id, archiveKeepers);
      if (outside) return outside;
      const row = { ...input, settledBy: actor.personId, agreedBy: approval.approverId };
      const refused = await settle(tx, find, { type: 'release' }, row);
      return refused ?? { output: {}, after: row };
    },
  });

const surrenderRoute = ({ later }: { later: readonly LaterRoom[] }): Binding =>
  bindAct(haltSurrender, {
    async check(tx, { actor, subject }) {
      const find = await openFind(tx, subject);
      if (isRefusal(find)) return find;
      return refuseOutsider(tx, actor, find.project_id, givers);
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('surrendered without a second person');
      const find = await openFind(tx, subject);
      if (isRefusal(find)) return find;
      const outside = await refuseApprover(tx, approval, find.project_id, archiveKeepers);
      if (outside) return outside;
      // Before its originals, as handovers do: two of them never wait for each other.
      if (find.batch_id !== null) await lockBatch(tx, find.batch_id);
      const row = { outcome: 'surrendered' as const, ...input };
      const persons = { settledBy: actor.personId, agreedBy: approval.approverId };
      const refused = await settle(tx, find, { type: 'surrender', to: approval.approverId }, { ...row, ...persons });
      if (refused) return refused;
      // 6.1-5: of what is classified the code is kept, and nothing of its content.
      const verdict = { verdict: 'classified' as const, basis: null, declassifiedOn: null, page: find.page };
      const agreed = { requestedBy: actor.personId, approvedBy: approval.approverId };
      const { approverId } = approval;
      const told = { later, agreed };
      const entries = await decideSecrecy(tx, [find.original_id], verdict, approverId, lateColumns(null), told);
      await closeOriginals(tx, [find.original_id]);
      if (find.batch_id !== null) await closeWhenEmpty(tx, find.batch_id);
      return {
        ...{ output: {}, after: { ...row, ...persons } },
        afterEntry: (own, entryId) => eraseDetails(own, entries, entryId),
      };
    },
  });

const listRoute = (): Binding =>
  bindView(haltList, async (tx, { actor, input }) => {
    const { open, cursor, limit } = input;
    const rows = await listFinds(tx, { open, cursor, limit }, await projectsOf(tx, actor));
    const { page, next } = cutPage(rows, limit, ({ id }) => id);
    const day = await today(tx);
    const person = personFrom(
      await namesOf(
        tx,
        page.flatMap((row) => [row.found_by, row.settled_by, row.agreed_by]),
      ),
    );
    const named = (id: string | null) => (id === null ? null : person(id));
    const items = page.map((row) => ({
      ...{ id: row.id, number: row.number, code: row.code, page: row.page, mark: row.mark, version: row.version },
      ...{ foundBy: person(row.found_by), at: row.occurred_at.toISOString(), outcome: row.outcome, basis: row.basis },
      overdue: row.outcome === null && row.found_on < day,
      ...{ settledBy: named(row.settled_by), agreedBy: named(row.agreed_by) },
      settledAt: row.settled_at?.toISOString() ?? null,
    }));
    return { items, next };
  });

const printRoute = (): Binding =>
  bindView(haltPrint, async (tx, { actor, subject }) => {
    const find = await findFind(tx, subject ?? '');
    if (!find) return refuse('not-found', { what: { zh: '涉密标识登记', en: 'find' } });
    const outside = await refuseOutsider(tx, actor, find.project_id, printers);
    if (outside) return outside;
    const site = await findSite(tx);
    const person = personFrom(await namesOf(tx, [find.found_by, find.settled_by, find.agreed_by]));
    const named = (id: string | null): string | null => (id === null ? null : person(id).name);
    const data: ClassifiedFindData = {
      ...{ archiveName: site?.name ?? '', timeZone: site?.timeZone ?? 'UTC', number: find.number, code: find.code },
      ...{ batch: find.batch_number, page: find.page, mark: find.mark, foundBy: person(find.found_by).name },
      ...{ foundAt: find.occurred_at.toISOString(), outcome: find.outcome, basis: find.basis },
      ...{ settledBy: named(find.settled_by), agreedBy: named(find.agreed_by) },
      settledAt: find.settled_at?.toISOString() ?? null,
    };
    return printForm(tx, classifiedFindForm, data, actor.personId);
  });
