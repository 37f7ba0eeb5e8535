/** Disinfection: entered by the archive, and asked for before what needs it goes back (6.7-4). */
import { businessDay, daysBetween } from '#/base/rules/business-day.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite, siteZone } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf, nextNumber } from '#/protection/server/door.ts';
import { type DisinfectionData, disinfectionForm } from '../../forms/disinfection.ts';
import { disinfectionEnter, disinfectionList, disinfectionPrint } from '../../rules/api/damage.ts';
import { archiveKeepers, originalViewers } from '../../rules/api/originals.ts';
import { needsDisinfection } from '../../rules/damage.ts';
import {
  codesOf,
  disinfectionNeeds,
  findDisinfection,
  insertDisinfection,
  listDisinfections,
} from '../store/disinfections.ts';
import { originalsByCode } from './originals.ts';

/** Since mould or insects were seen in it; for a long stay, within the days that the plan lets. */
const isDisinfected = (
  { disinfected_at: at, seen_at: seen }: { disinfected_at: Date | null; seen_at: Date | null },
  afterDays: number,
  daysSince: (at: Date) => number,
): boolean => at !== null && (seen === null || at > seen) && daysSince(at) < afterDays;

/** 6.7-4: the first of these that may not go back before it was disinfected. */
export async function refuseUndisinfected(
  tx: Tx,
  { id, disinfect_after_days: afterDays }: { id: string; disinfect_after_days: number },
  originals: readonly { id: string }[],
): Promise<Refusal | null> {
  const zone = await siteZone(tx);
  const today = businessDay(Date.now(), zone);
  const daysSince = (at: Date): number => daysBetween(businessDay(at.getTime(), zone), today);
  const owed = (
    await disinfectionNeeds(
      tx,
      id,
      originals.map((one) => one.id),
    )
  )
    .map((row) => ({ ...row, days: daysSince(row.out_since), conditions: row.conditions ?? [] }))
    .find((row) => needsDisinfection(row, afterDays) && !isDisinfected(row, afterDays, daysSince));
  return owed ? refuse('disinfect-first', { code: owed.code, days: owed.days }) : null;
}

export const disinfectionRoutes = (): Binding[] => [enterRoute(), listRoute(), printRoute()];

const enterRoute = (): Binding =>
  bindAct(disinfectionEnter, {
    async check(tx, { actor, subject, input }) {
      const outside = await refuseOutsider(tx, actor, subject ?? '', archiveKeepers);
      if (outside) return outside;
      const [from, to] = [new Date(input.startedAt), new Date(input.endedAt)];
      if (to <= from || to.getTime() > Date.now()) return refuse('disinfection-times', {}, 'input.endedAt');
      const originals = await originalsByCode(tx, subject ?? '', input.codes, 'input.codes');
      return isRefusal(originals) ? originals : null;
    },
    async run(tx, { actor, subject, input }) {
      const originals = await originalsByCode(tx, subject ?? '', input.codes, 'input.codes');
      if (isRefusal(originals)) return originals;
      const number = await nextNumber(tx, 'disinfection');
      const originalIds = originals.map(({ id }) => id);
      const row = { number, projectId: subject ?? '', by: actor.personId, originalIds };
      const disinfectionId = await insertDisinfection(tx, row, input);
      const output = { disinfectionId, number, count: originalIds.length };
      return { output, subjectId: disinfectionId, after: { number, ...input } };
    },
  });

const listRoute = (): Binding =>
  bindView(disinfectionList, async (tx, { actor, subject, input }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', originalViewers);
    if (outside) return outside;
    const { page, next } = cutPage(await listDisinfections(tx, subject ?? '', input), input.limit, ({ id }) => id);
    const person = personFrom(
      await namesOf(
        tx,
        page.map((row) => row.entered_by),
      ),
    );
    const items = page.map((row) => ({
      ...{ id: row.id, number: row.number, method: row.method, place: row.place, doneBy: row.done_by },
      ...{ startedAt: row.started_at.toISOString(), endedAt: row.ended_at.toISOString(), remark: row.remark },
      ...{ enteredBy: person(row.entered_by), count: Number(row.count ?? 0) },
    }));
    return { items, next };
  });

const printRoute = (): Binding =>
  bindView(disinfectionPrint, async (tx, { actor, subject }) => {
    const row = await findDisinfection(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: { zh: '消毒记录', en: 'disinfection' } });
    const outside = await refuseOutsider(tx, actor, row.project_id, originalViewers);
    if (outside) return outside;
    const site = await findSite(tx);
    const person = personFrom(await namesOf(tx, [row.entered_by]));
    const data: DisinfectionData = {
      ...{ archiveName: site?.name ?? '', timeZone: site?.timeZone ?? 'UTC', number: row.number },
      ...{ projectName: `${row.project_number} ${row.project_name}`, method: row.method, place: row.place },
      ...{ doneBy: row.done_by, startedAt: row.started_at.toISOString(), endedAt: row.ended_at.toISOString() },
      ...{ remark: row.remark, enteredBy: person(row.entered_by).name },
      lines: (await codesOf(tx, row.id)).map(({ code, title }) => ({ code, title })),
    };
    return printForm(tx, disinfectionForm, data, actor.personId);
  });
