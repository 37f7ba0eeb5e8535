import { createHash } from 'node:crypto';
import { addDays, startOfDay } from '#/base/rules/business-day.ts';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { day } from '#/base/rules/wire.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { plain } from '#/base/server/door/plain.ts';
import { type DutySource, readDutyPages } from '#/base/server/duty-pages.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite, siteZone, today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { namesOf, nextNumber } from '#/protection/server/door.ts';
import { type DutyBookData, dutyBookForm } from '../../forms/duty-book.ts';
import { dayClose, dayList, dayPrint } from '../../rules/api/duty-days.ts';
import { findDutyDay, insertDutyDay, listDutyDays, lockDutyDay } from '../store/duty-days.ts';
import { findPlace } from '../store/plan.ts';
import { staysOpen } from '../store/visits.ts';

export interface DutyDeps {
  /** Pages of every room. */
  dutyPages: readonly DutySource[];
}

/** Days that the list goes back. */
const listedDays = 60;

export const dutyDayRoutes = (deps: DutyDeps): Binding[] => [closeRoute(deps), listRoute(), printRoute(deps)];

const isDay = (text: string): boolean => day.safeParse(text).success;

/** The book of a day as it stands now. */
async function readBook(db: Db | Tx, { dutyPages }: DutyDeps, on: string, remarks: string): Promise<DutyBookData> {
  const site = await findSite(db);
  const timeZone = await siteZone(db);
  const from = new Date(startOfDay(on, timeZone));
  const to = new Date(startOfDay(addDays(on, 1), timeZone));
  return {
    archiveName: site?.name ?? '',
    placeName: (await findPlace(db))?.name ?? '',
    ...{ timeZone, on, remarks, closed: null },
    pages: await readDutyPages(dutyPages, db, { on, from, to, timeZone }),
  };
}

const closeRoute = (deps: DutyDeps): Binding =>
  bindAct(dayClose, {
    async check(tx, { subject }) {
      const on = subject ?? '';
      if (!isDay(on)) return refuse('not-found', { what: '日期 / day' }, 'subject');
      if (!(await findPlace(tx))) return refuse('place-not-registered');
      if (on > (await today(tx))) return refuse('day-in-future', { day: on });
      // 4.7-2: today is over when everybody has left.
      if (on === (await today(tx)) && (await staysOpen(tx)).length > 0) return refuse('people-inside', { day: on });
      return (await findDutyDay(tx, on)) ? refuse('day-closed', { day: on }) : null;
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('closed without the other side');
      const on = subject ?? '';
      const number = await nextNumber(tx, 'duty-day');
      const closedAt = new Date();
      const people = { closedBy: actor.personId, agreedBy: approval.approverId };
      const known = await namesOf(tx, [people.closedBy, people.agreedBy]);
      const book: DutyBookData = {
        ...(await readBook(tx, deps, on, input.remarks)),
        closed: {
          number,
          by: known.get(people.closedBy) ?? '',
          agreedBy: known.get(people.agreedBy) ?? '',
          at: closedAt.toISOString(),
        },
      };
      const data = canonicalize(plain(book));
      const digest = createHash('sha256').update(data).digest('hex');
      // Two at once: the second one waits here, and finds the day closed.
      await lockDutyDay(tx);
      if (await findDutyDay(tx, on)) return refuse('day-closed', { day: on });
      await insertDutyDay(tx, { on, number, remarks: input.remarks, data, digest, ...people, closedAt });
      return { output: { number, digest }, after: { number, digest } };
    },
  });

const listRoute = (): Binding =>
  bindView(dayList, async (tx) => {
    const rows = await listDutyDays(tx, addDays(await today(tx), -listedDays));
    const person = personFrom(
      await namesOf(
        tx,
        rows.flatMap((row) => [row.closed_by, row.agreed_by]),
      ),
    );
    const nullable = (id: string | null) => (id === null ? null : person(id));
    return {
      days: rows.map((row) => ({
        ...{ on: row.on, entries: row.entries, inside: row.inside, number: row.number },
        closedBy: nullable(row.closed_by),
        agreedBy: nullable(row.agreed_by),
        closedAt: row.closed_at?.toISOString() ?? null,
      })),
    };
  });

const printRoute = (deps: DutyDeps): Binding =>
  bindView(dayPrint, async (tx, { actor, subject }) => {
    const on = subject ?? '';
    if (!isDay(on) || on > (await today(tx))) return refuse('not-found', { what: '日期 / day' });
    const closed = await findDutyDay(tx, on);
    const data = closed ? (JSON.parse(closed.data) as DutyBookData) : await readBook(tx, deps, on, '');
    // Each reader's copy has what he may see; the book that is kept has everything.
    const pages = data.pages.filter((page) => page.roles.some((role) => actor.roles.includes(role)));
    return printForm(tx, dutyBookForm, { ...data, pages }, actor.personId);
  });
