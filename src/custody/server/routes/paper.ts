/** Handovers closed on the paper that both sides signed and sealed; receipts for business (6.2-3). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { readFormMark } from '#/base/rules/form-mark.ts';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { printForm } from '#/base/server/print.ts';
import { dayOf, findSite, today } from '#/base/server/site.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { mayWork, refuseApprover, refuseOutsider } from '#/engagement/server/door.ts';
import { bearersOf, namesOf } from '#/protection/server/door.ts';
import { type HandoverDraftData, handoverDraftForm } from '../../forms/handover-list.ts';
import { vendorReceivers } from '../../rules/api/batches.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import { handoverDraft, handoverPaper, receiptSign, receiverList } from '../../rules/api/paper.ts';
import { refuseTaking } from '../gate.ts';
import { findBatch } from '../store/batches.ts';
import { findHandover } from '../store/handovers.ts';
import { findDraft, insertReceipt, lockReceipt } from '../store/paper.ts';
import { batchFor, type LockedBatch, noBatch, refuseClosed } from './batches.ts';
import type { Line } from './counts.ts';
import { refuseUndisinfected } from './disinfections.ts';
import { agreed, exchange, type HandoverDeps } from './handovers.ts';

export const paperRoutes = (deps: HandoverDeps): Binding[] => [
  draftRoute(),
  paperRoute(deps),
  receiptRoute(),
  receiversRoute(),
];

const directionOf = ({ state }: Pick<LockedBatch, 'state'>) => (state === 'approved' ? 'out' : 'return');

/** As the list says it: what both sides counted, line by line. */
const linesOf = (lines: readonly Line[]): HandoverDraftData['lines'] =>
  lines.map((line) => ({
    ...{ code: line.code, title: line.title, pages: line.pages, secrecy: line.secrecy },
    archive: { condition: line.archive_condition ?? 'intact', note: line.archive_note ?? '' },
    vendor: { condition: line.vendor_condition ?? 'intact', note: line.vendor_note ?? '' },
  }));

const draftRoute = (): Binding =>
  bindView(handoverDraft, async (tx, { actor, subject, input }) => {
    const batch = await batchFor(tx, actor, subject, ['approved', 'out'], archiveKeepers);
    if (isRefusal(batch)) return batch;
    if (!(await mayWork(tx, input.counterpart, batch.project_id, vendorReceivers)))
      return refuse('not-of-project', {}, 'input.counterpart');
    const direction = directionOf(batch);
    const lines = await agreed(tx, batch, direction);
    if (isRefusal(lines)) return lines;
    // Nothing is signed and sealed that cannot be entered afterwards.
    const undisinfected = direction === 'return' ? await refuseUndisinfected(tx, batch, lines) : null;
    if (undisinfected) return undisinfected;
    const shown = await findBatch(tx, batch.id);
    const site = await findSite(tx);
    const person = personFrom(await namesOf(tx, [actor.personId, input.counterpart]));
    const own = { id: actor.personId, name: person(actor.personId).name };
    const other = { id: input.counterpart, name: person(input.counterpart).name };
    const data: HandoverDraftData = {
      ...{ archiveName: site?.name ?? '', timeZone: site?.timeZone ?? 'UTC', batchId: batch.id },
      ...{ projectName: shown?.project_name ?? '', batchNumber: batch.number, batchName: batch.name, direction },
      ...{ content: input.content, remark: input.remark, lines: linesOf(lines) },
      ...(direction === 'out' ? { giver: own, receiver: other } : { giver: other, receiver: own }),
    };
    return printForm(tx, handoverDraftForm, data, actor.personId);
  });

/** The list that the QR code names: of this batch, as it was printed, and closed by nothing yet. */
async function draftOf(
  tx: Tx,
  batchId: string,
  text: string,
): Promise<(HandoverDraftData & { printId: string; printedAt: Date }) | Refusal> {
  const mark = readFormMark(text);
  const unfit = refuse('paper-mark', {}, 'input.mark');
  if (mark?.form !== handoverDraftForm.form) return unfit;
  const draft = await findDraft(tx, mark.id, handoverDraftForm.form);
  // The hash on the paper is that of the stored data: another print, or a forged one, does not match.
  if (!draft || draft.version !== mark.version || !draft.digest.startsWith(mark.hash)) return unfit;
  const data = JSON.parse(draft.data) as HandoverDraftData;
  if (data.batchId !== batchId) return unfit;
  if (draft.closed !== null) return refuse('paper-used', { number: draft.closed }, 'input.mark');
  return { ...data, printId: draft.id, printedAt: draft.printed_at };
}

interface Signed {
  batch: LockedBatch;
  draft: HandoverDraftData & { printId: string };
}

async function signed(
  tx: Tx,
  actor: PersonActor,
  subject: string | null,
  { mark, signedAt }: { mark: string; signedAt: string },
): Promise<Signed | Refusal> {
  const batch = await batchFor(tx, actor, subject, ['approved', 'out'], archiveKeepers);
  if (isRefusal(batch)) return batch;
  const draft = await draftOf(tx, batch.id, mark);
  if (isRefusal(draft)) return draft;
  // By hand a time is written to the minute.
  const printed = Math.floor(draft.printedAt.getTime() / 60_000) * 60_000;
  const at = new Date(signedAt).getTime();
  // Entered on its own day: the day's sweep has to know of it (6.6-1).
  const onDay = (await dayOf(tx, new Date(at))) === (await today(tx));
  if (at > Date.now() || at < printed || !onDay) return refuse('paper-time', {}, 'input.signedAt');
  if (draft.direction !== directionOf(batch)) return refuse('paper-differs', {}, 'input.mark');
  const lines = await agreed(tx, batch, draft.direction);
  if (isRefusal(lines)) return lines;
  // What was counted or written since is not what was signed.
  return canonicalize(linesOf(lines)) === canonicalize(draft.lines)
    ? { batch, draft }
    : refuse('paper-differs', {}, 'input.mark');
}

const paperRoute = ({ announce }: HandoverDeps): Binding =>
  bindAct(handoverPaper, {
    async check(tx, { actor, subject, input }) {
      const ready = await signed(tx, actor, subject, input);
      if (isRefusal(ready)) return ready;
      return refuseAttachments(tx, [input.scanId], actor.personId, 'input.scanId');
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('entered without a second person');
      const ready = await signed(tx, actor, subject, input);
      if (isRefusal(ready)) return ready;
      const { batch, draft } = ready;
      const { direction, content, remark, giver, receiver } = draft;
      const vendor = direction === 'out' ? receiver : giver;
      const refused =
        (await refuseApprover(tx, approval, batch.project_id, archiveKeepers)) ??
        (direction === 'out' ? await refuseClosed(tx, batch.project_id) : null) ??
        (direction === 'out'
          ? await refuseTaking(tx, { projectId: batch.project_id, batchId: batch.id }, receiver.id)
          : null);
      if (refused) return refused;
      const archive = direction === 'out' ? giver : receiver;
      if (
        !(await mayWork(tx, vendor.id, batch.project_id, vendorReceivers)) ||
        !(await mayWork(tx, archive.id, batch.project_id, archiveKeepers))
      )
        return refuse('not-of-project', {}, 'input.mark');
      const closing = { enteredBy: actor.personId, checkedBy: approval.approverId };
      const paper = { printId: draft.printId, scanId: input.scanId, signedAt: new Date(input.signedAt), ...closing };
      const done = await exchange(
        tx,
        batch,
        {
          ...{ direction, content, remark, by: actor.personId, givenBy: giver.id, receivedBy: receiver.id, paper },
        },
        announce,
      );
      return isRefusal(done) ? done : { output: done, after: { ...done, ...input, checkedBy: approval.approverId } };
    },
  });

const receiptRoute = (): Binding =>
  bindAct(receiptSign, {
    async run(tx, { actor, subject, input }) {
      const handover = await findHandover(tx, subject ?? '');
      if (!handover) return refuse('not-found', { what: { zh: '交接清单', en: 'handover list' } });
      const side = handover.direction === 'out' ? vendorReceivers : archiveKeepers;
      const outside = await refuseOutsider(tx, actor, handover.project_id, side);
      if (outside) return outside;
      if (await lockReceipt(tx, handover.id)) return refuse('receipt-signed');
      await insertReceipt(tx, handover.id, { ...input, by: actor.personId });
      return { output: {}, after: { number: handover.number, ...input } };
    },
  });

const receiversRoute = (): Binding =>
  bindView(receiverList, async (tx, { actor, subject }) => {
    const batch = await findBatch(tx, subject ?? '');
    if (!batch) return noBatch();
    const outside = await refuseOutsider(tx, actor, batch.project_id, archiveKeepers);
    return outside ?? { items: await bearersOf(tx, vendorReceivers, [batch.project_id], await today(tx)) };
  });
