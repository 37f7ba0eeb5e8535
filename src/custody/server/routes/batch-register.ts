import { refuse } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { projectsOf, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { handoverListForm, type HandoverListData } from '../../forms/handover-list.ts';
import { batchList, batchShow, handoverPrint } from '../../rules/api/batches.ts';
import { originalViewers } from '../../rules/api/originals.ts';
import type { Direction } from '../../rules/handover.ts';
import { findBatch, listBatches, originalsOf, standingsOf } from '../store/batches.ts';
import { findHandover, handoversOf, linesOf } from '../store/handovers.ts';
import { noBatch, planBreachesOf } from './batches.ts';

type BatchRow = NonNullable<Awaited<ReturnType<typeof findBatch>>>;
type Person = ReturnType<typeof personFrom>;
type Standing = Awaited<ReturnType<typeof standingsOf>>[number];

const batchOf = (row: BatchRow, standing: Standing | undefined, person: Person) => ({
  ...{ id: row.id, number: row.number, name: row.name, state: row.state, version: row.version },
  project: { id: row.project_id, number: row.project_number, name: row.project_name },
  requestedBy: person(row.requested_by),
  requestedAt: row.requested_at.toISOString(),
  approvedBy: row.approved_by === null ? null : person(row.approved_by),
  counts: {
    ...{ total: Number(standing?.total ?? 0), in: Number(standing?.in ?? 0), out: Number(standing?.out ?? 0) },
    ...{ halted: Number(standing?.halted ?? 0), lost: Number(standing?.lost ?? 0) },
  },
});

/** What is counted in this state of a batch. */
const counting = (state: BatchRow['state']): Direction | null =>
  state === 'approved' ? 'out' : state === 'out' ? 'return' : null;

type Line = Awaited<ReturnType<typeof originalsOf>>[number];

const countOf = (line: Line, side: 'archive' | 'vendor', person: Person) => {
  const [by, at, condition] = [line[`${side}_by`], line[`${side}_at`], line[`${side}_condition`]];
  return by === null || at === null || condition === null
    ? null
    : { by: person(by), at: at.toISOString(), condition, note: line[`${side}_note`] ?? '' };
};

async function cardOf(tx: Tx, row: BatchRow) {
  const direction = counting(row.state);
  const lines = await originalsOf(tx, row.id, direction ?? 'out');
  const handovers = await handoversOf(tx, row.id);
  const [standing] = await standingsOf(tx, [row.id]);
  const open = lines.filter((line) => line.open);
  const person = personFrom(
    await namesOf(tx, [
      ...[row.requested_by, row.approved_by],
      ...lines.flatMap((line) => [line.archive_by, line.vendor_by]),
      ...handovers.flatMap((one) => [one.given_by, one.received_by, one.checked_by, one.receipt_by]),
    ]),
  );
  return {
    ...batchOf(row, standing, person),
    ...{ remark: row.remark, overReason: row.over_reason, direction },
    breaches: row.state === 'requested' ? await planBreachesOf(tx, row, open.length) : [],
    originals: lines.map((line) => ({
      ...{ id: line.id, code: line.code, title: line.title, pages: line.pages, dropped: line.drop_reason },
      ...{ archive: countOf(line, 'archive', person), vendor: countOf(line, 'vendor', person) },
    })),
    handovers: handovers.map((one) => ({
      ...{ id: one.id, number: one.number, direction: one.direction, count: Number(one.count ?? 0) },
      ...{ givenBy: person(one.given_by), receivedBy: person(one.received_by), at: one.closed_at.toISOString() },
      paper:
        one.paper_scan_id === null || one.signed_at === null || one.checked_by === null
          ? null
          : { scanId: one.paper_scan_id, signedAt: one.signed_at.toISOString(), checkedBy: person(one.checked_by) },
      receipt:
        one.receipt_by === null || one.receipt_at === null
          ? null
          : { by: person(one.receipt_by), at: one.receipt_at.toISOString(), pages: one.receipt_pages ?? 0 },
    })),
  };
}

export const batchRegisterRoutes = (): Binding[] => [
  bindView(batchList, async (tx, { actor, input }) => {
    const rows = await listBatches(tx, input, await projectsOf(tx, actor));
    const { page, next } = cutPage(rows, input.limit, ({ id }) => id);
    const standings = await standingsOf(
      tx,
      page.map(({ id }) => id),
    );
    const person = personFrom(
      await namesOf(
        tx,
        page.flatMap((row) => [row.requested_by, row.approved_by]),
      ),
    );
    const items = page.map((row) =>
      batchOf(
        row,
        standings.find(({ batch_id }) => batch_id === row.id),
        person,
      ),
    );
    return { items, next };
  }),

  bindView(batchShow, async (tx, { actor, subject }) => {
    const row = await findBatch(tx, subject ?? '');
    if (!row) return noBatch();
    return (await refuseOutsider(tx, actor, row.project_id, originalViewers)) ?? cardOf(tx, row);
  }),

  bindView(handoverPrint, async (tx, { actor, subject }) => {
    const handover = await findHandover(tx, subject ?? '');
    if (!handover) return refuse('not-found', { what: { zh: '交接清单', en: 'handover list' } });
    const outside = await refuseOutsider(tx, actor, handover.project_id, originalViewers);
    if (outside) return outside;
    const site = await findSite(tx);
    const person = personFrom(await namesOf(tx, [handover.given_by, handover.received_by]));
    const data: HandoverListData = {
      ...{ archiveName: site?.name ?? '', timeZone: site?.timeZone ?? 'UTC', number: handover.number },
      ...{ projectName: handover.project_name, batchNumber: handover.batch_number, batchName: handover.batch_name },
      ...{ direction: handover.direction, content: handover.content, remark: handover.remark },
      ...{ givenBy: person(handover.given_by).name, receivedBy: person(handover.received_by).name },
      at: (handover.signed_at ?? handover.closed_at).toISOString(),
      lines: linesBySide(await linesOf(tx, handover.id)),
    };
    return printForm(tx, handoverListForm, data, actor.personId);
  }),
];

/** One line an original, as both sides counted it. */
function linesBySide(rows: Awaited<ReturnType<typeof linesOf>>): HandoverListData['lines'] {
  return rows
    .filter(({ side }) => side === 'archive')
    .map((archive) => {
      const vendor = rows.find(({ id, side }) => id === archive.id && side === 'vendor');
      if (!vendor) throw new Error(`handed over uncounted: ${archive.code}`);
      return {
        ...{ code: archive.code, title: archive.title, pages: archive.pages, secrecy: archive.secrecy },
        archive: { condition: archive.condition, note: archive.note },
        vendor: { condition: vendor.condition, note: vendor.note },
      };
    });
}
