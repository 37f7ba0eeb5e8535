import { bindView, type Binding } from '#/base/server/door/bind.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namesOf } from '#/protection/server/door.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { visitRegisterForm } from '../../forms/visit-register.ts';
import { visitList, visitorList, visitPrint } from '../../rules/api/visits.ts';
import { listPasses, listVisits } from '../store/visits.ts';

/** A day on paper: as many as ever pass a door. */
const mostOfDay = 2_000;

type Row = Awaited<ReturnType<typeof listVisits>>[number];

async function shown(db: Db | Tx, rows: readonly Row[]) {
  const ids = rows.flatMap((row) => [row.checked_by, row.exit_checked_by, row.escort, row.approved_by]);
  const named = personFrom(await namesOf(db, ids));
  const person = (id: string | null) => (id === null ? null : named(id));
  return rows.map((row) => ({
    id: row.id,
    name: row.person_name ?? row.visitor_name ?? '',
    organisation: row.party_name ?? row.organisation ?? '',
    visitor: row.pass_id !== null,
    reason: row.reason,
    escort: person(row.escort),
    approvedBy: person(row.approved_by),
    enteredAt: row.occurred_at.toISOString(),
    leftAt: row.left_at?.toISOString() ?? null,
    deposited: row.deposited,
    locker: row.locker_code,
    checkedBy: named(row.checked_by),
    exitCheckedBy: person(row.exit_checked_by),
    remark: row.remark,
    exitRemark: row.exit_remark,
    badge: row.badge_number,
    noBadge: row.no_badge,
    visitorCard: row.visitor_card,
    issues: row.issues,
    late: row.late_reason !== null || row.exit_late_reason !== null,
    version: row.version,
  }));
}

export const visitReadRoutes = (): Binding[] => [
  bindView(visitList, async (tx, { input }) => {
    const filter = {
      inside: input.inside ?? false,
      on: input.on ?? null,
      before: input.cursor ?? null,
      limit: input.limit + 1,
    };
    const { page, next } = cutPage(await listVisits(tx, filter), input.limit, (row) => row.id);
    return { items: await shown(tx, page), next };
  }),

  bindView(visitorList, async (tx, { input }) => {
    const filter = { on: input.on ?? null, before: input.cursor ?? null, limit: input.limit + 1 };
    const { page, next } = cutPage(await listPasses(tx, filter), input.limit, (row) => row.id);
    const ids = page.flatMap((row) => [row.escort, row.requested_by, row.approved_by]);
    const person = personFrom(await namesOf(tx, ids));
    const items = page.map((row) => ({
      id: row.id,
      number: row.number,
      name: row.name,
      organisation: row.organisation,
      documentTail: row.document_tail,
      reason: row.reason,
      visitOn: row.visit_on,
      escort: person(row.escort),
      requestedBy: person(row.requested_by),
      approvedBy: person(row.approved_by),
      inside: row.inside,
    }));
    return { items, next };
  }),

  bindView(visitPrint, async (tx, { actor, input }) => {
    const site = await findSite(tx);
    const rows = await listVisits(tx, { inside: false, on: input.on, before: null, limit: mostOfDay });
    const data = {
      archiveName: site?.name ?? '',
      timeZone: site?.timeZone ?? 'Asia/Shanghai',
      on: input.on,
      rows: (await shown(tx, rows.toReversed())).map((row) => ({
        name: row.name,
        organisation: row.organisation,
        reason: row.reason,
        escort: row.escort?.name ?? null,
        approvedBy: row.approvedBy?.name ?? null,
        enteredAt: row.enteredAt,
        leftAt: row.leftAt,
        deposited: row.deposited,
        locker: row.locker,
        checkedBy: row.checkedBy.name,
        exitCheckedBy: row.exitCheckedBy?.name ?? null,
        badge: row.badge,
        noBadge: row.noBadge,
        visitorCard: row.visitorCard,
        issues: row.issues,
        late: row.late,
      })),
    };
    return printForm(tx, visitRegisterForm, data, actor.personId);
  }),
];
