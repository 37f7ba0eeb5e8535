/** Files that arrive: announced, put in their order. What they are is looked at afterwards, by a worker. */
import type { InputOf, OutputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { PersonActor } from '#/base/rules/actor.ts';
import type { Tx } from '#/base/server/db.ts';
import { issueGrant } from '#/base/server/grants.ts';
import { type uploadBegin, uploadBytes } from '../../rules/api/captures.ts';
import { isBlank } from '../../rules/checks.ts';
import {
  type findCapture,
  giveUploads,
  insertUploads,
  refuseUpload,
  settleQuarantine,
  unfinishedUploads,
  uploadsById,
  wasRefused,
} from '../store/captures.ts';
import { countSlots, findSlot, openSlots, signaturesOf, unitWithBytes } from '../store/slots.ts';

type Capture = NonNullable<Awaited<ReturnType<typeof findCapture>>>;
type Announced = InputOf<typeof uploadBegin>['files'][number];

/** As long as a large file may take, and a shift. */
const grantMinutes = 240;
/** The slot at which a file aims, when it is one of this unit's. */
async function aimedAt(tx: Tx, unitId: string, { aim, slotId }: Announced, field: string) {
  if (aim === 'append') return slotId === null ? null : refuse('aim-unclear', {}, field);
  const slot = slotId === null ? undefined : await findSlot(tx, slotId);
  return slot?.unit_id === unitId && slot.position !== null
    ? { id: slot.id, position: slot.position }
    : refuse('aim-unclear', {}, field);
}

type Answered = OutputOf<typeof uploadBegin>['files'][number];
const nothingToSend = { uploadId: null, grant: null, known: null, elsewhere: null, quarantined: false };

export async function announce(tx: Tx, actor: PersonActor, capture: Capture, files: readonly Announced[]) {
  const begun = await unfinishedUploads(tx, capture.id);
  const there = await signaturesOf(tx, capture.unit_id);
  const answers: Answered[] = [];
  for (const [index, file] of files.entries()) {
    const slot = await aimedAt(tx, capture.unit_id, file, `input.files.${index}.slotId`);
    if (isRefusal(slot)) return slot;
    const { name, bytes, sha256, aim, slotId } = file;
    // Blank faces may have the same bytes: of them the very file is told by its name, too.
    const known = there.find((one) => one.sha256 === sha256 && (!isBlank(one.ink) || one.name === name));
    if (known && !(aim === 'rescan' && known.id === slotId)) {
      answers.push({ name, ...nothingToSend, known: known.position });
      continue;
    }
    // What is no page lies in the folder still: it is no new page each time the station opens.
    if (aim === 'append' && (await wasRefused(tx, capture.unit_id, sha256))) {
      answers.push({ name, ...nothingToSend, quarantined: true });
      continue;
    }
    // A station picks up whatever lies in its folder: what another volume has is not this one's.
    const elsewhere = await unitWithBytes(tx, sha256, capture.unit_id);
    if (elsewhere && !isBlank(elsewhere.ink)) {
      answers.push({ name, ...nothingToSend, elsewhere: elsewhere.code });
      continue;
    }
    const again = begun.findIndex(
      (one) =>
        one.name === name && one.announced === sha256 && Number(one.bytes) === bytes && one.aim_slot_id === slotId,
    );
    const [found] = again < 0 ? [] : begun.splice(again, 1);
    const [made] = found
      ? []
      : await insertUploads(tx, [
          {
            ...{ captureId: capture.id, unitId: capture.unit_id, aim, aimSlotId: slotId },
            ...{ name, bytes, sha256, begunBy: actor.personId },
          },
        ]);
    const uploadId = found?.id ?? made ?? '';
    const grant =
      found?.state === 'stored'
        ? null
        : await issueGrant(tx, uploadBytes.name, actor.sessionId, uploadId, grantMinutes);
    answers.push({ name, ...nothingToSend, uploadId, grant });
  }
  return answers;
}

/**
 * In the order in which they were named. What was given before keeps its place, so that a station may ask again. Of
 * what arrived with another digest than it left with nothing is kept.
 */
export async function give(tx: Tx, actor: PersonActor, capture: Capture, ids: readonly string[]) {
  const rows = new Map((await uploadsById(tx, ids)).map((row) => [row.id, row]));
  const given: { id: string; slotId: string }[] = [];
  for (const [index, id] of ids.entries()) {
    const field = `input.uploads.${index}`;
    const row = rows.get(id);
    if (row?.capture_id !== capture.id) return refuse('upload-unknown', {}, field);
    if (row.state === 'begun') return refuse('upload-incomplete', { name: row.name }, field);
    if (row.state !== 'stored') continue;
    if (row.sha256 !== row.announced) {
      await refuseUpload(tx, id, refuse('file-changed'));
      continue;
    }
    const slotId = await slotFor(tx, actor, capture.unit_id, row, field);
    if (isRefusal(slotId)) return slotId;
    given.push({ id, slotId });
  }
  await giveUploads(tx, given);
  return given;
}

async function slotFor(
  tx: Tx,
  actor: PersonActor,
  unitId: string,
  { aim, aim_slot_id: aimSlotId }: { aim: Announced['aim']; aim_slot_id: string | null },
  field: string,
): Promise<string | Refusal> {
  if (aim === 'append')
    return first(await openSlots(tx, { unitId, behind: await countSlots(tx, unitId), count: 1, by: actor.personId }));
  const slot = await findSlot(tx, aimSlotId ?? '');
  if (!slot || slot.position === null) return refuse('aim-unclear', {}, field);
  if (aim === 'insert')
    return first(await openSlots(tx, { unitId, behind: slot.position, count: 1, by: actor.personId }));
  // What was refused for this place is seen to by scanning it again.
  await settleQuarantine(tx, { slotId: slot.id }, actor.personId);
  return slot.id;
}

function first([id]: readonly string[]): string {
  if (id === undefined) throw new Error('no slot was opened');
  return id;
}
