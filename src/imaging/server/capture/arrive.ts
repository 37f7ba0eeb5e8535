/** Files that arrive: announced, put in their order. What they are is looked at afterwards, by a worker. */
import type { InputOf, OutputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { PersonActor } from '#/base/rules/actor.ts';
import type { Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { issueGrants } from '#/base/server/grants.ts';
import { type uploadBegin, uploadBytes } from '../../rules/api/captures.ts';
import { isBlank } from '../../rules/checks.ts';
import {
  type findCapture,
  giveUploads,
  insertUploads,
  type NewUpload,
  refuseUpload,
  settleQuarantine,
  unfinishedUploads,
  refusedBefore,
  uploadsById,
} from '../store/captures.ts';
import { countSlots, findSlot, imagesElsewhere, imagesWithBytes, openSlots } from '../store/slots.ts';

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

/** What is known of the files that a station names: whether their very bytes are here, and where. */
async function knownOf(tx: Tx, unitId: string, files: readonly Announced[]) {
  const digests = [...new Set(files.map(({ sha256 }) => sha256))];
  const here = await imagesWithBytes(tx, unitId, digests);
  const refused = await refusedBefore(tx, unitId, digests);
  const elsewhere = await imagesElsewhere(tx, unitId, digests);
  return ({ name, sha256, aim, slotId }: Announced): Partial<Answered> | null => {
    // Blank faces may have the same bytes: of them the very file is told by its name, too.
    const known = here.find((one) => one.sha256 === sha256 && (!isBlank(one.ink) || one.name === name));
    if (known && !(aim === 'rescan' && known.id === slotId)) return { known: known.position };
    // What is no page lies in the folder still: it is no new page each time the station opens.
    if (aim === 'append' && refused.has(sha256)) return { quarantined: true };
    // A station picks up whatever lies in its folder: what another volume has is not this one's.
    const other = elsewhere.find((one) => one.sha256 === sha256 && !isBlank(one.ink));
    return other ? { elsewhere: other.code } : null;
  };
}

/** Answers for each file, in their order: its upload with the right to send the bytes, or why nothing is to be sent. */
export async function announce(tx: Tx, actor: PersonActor, capture: Capture, files: readonly Announced[]) {
  const begun = await unfinishedUploads(tx, capture.id);
  const known = await knownOf(tx, capture.unit_id, files);
  const answers: Answered[] = [];
  const fresh: NewUpload[] = [];
  const toSend: string[] = [];
  for (const [index, file] of files.entries()) {
    const slot = await aimedAt(tx, capture.unit_id, file, `input.files.${index}.slotId`);
    if (isRefusal(slot)) return slot;
    const { name, bytes, sha256, aim, slotId } = file;
    const there = known(file);
    if (there) {
      answers.push({ name, ...nothingToSend, ...there });
      continue;
    }
    const again = begun.findIndex(
      (one) =>
        one.name === name && one.announced === sha256 && Number(one.bytes) === bytes && one.aim_slot_id === slotId,
    );
    const [found] = again < 0 ? [] : begun.splice(again, 1);
    const uploadId = found?.id ?? newId();
    if (!found)
      fresh.push({
        ...{ id: uploadId, captureId: capture.id, unitId: capture.unit_id, aim, aimSlotId: slotId },
        ...{ name, bytes, sha256, begunBy: actor.personId },
      });
    if (found?.state !== 'stored') toSend.push(uploadId);
    answers.push({ name, ...nothingToSend, uploadId });
  }
  await insertUploads(tx, fresh);
  const grants = await issueGrants(tx, uploadBytes.name, actor.sessionId, toSend, grantMinutes);
  return answers.map((one) => ({ ...one, grant: grants.get(one.uploadId ?? '') ?? null }));
}

/**
 * In the order in which they were named. What was given before keeps its place, so that a station may ask again. Of
 * what arrived with another digest than it left with nothing is kept.
 */
export async function give(tx: Tx, actor: PersonActor, capture: Capture, ids: readonly string[]) {
  const rows = new Map((await uploadsById(tx, ids)).map((row) => [row.id, row]));
  const given: { id: string; slotId: string }[] = [];
  // Those that come one after the other at the end have their slots opened together.
  let atEnd: string[] = [];
  const openAtEnd = async (): Promise<void> => {
    const behind = atEnd.length === 0 ? 0 : await countSlots(tx, capture.unit_id);
    const place = { unitId: capture.unit_id, behind, count: atEnd.length, by: actor.personId };
    const slots = await openSlots(tx, place);
    given.push(...atEnd.map((id, index) => ({ id, slotId: slots[index] ?? '' })));
    atEnd = [];
  };
  for (const [index, id] of [...new Set(ids)].entries()) {
    const field = `input.uploads.${index}`;
    const row = rows.get(id);
    if (row?.capture_id !== capture.id) return refuse('upload-unknown', {}, field);
    if (row.state === 'begun') return refuse('upload-incomplete', { name: row.name }, field);
    if (row.state !== 'stored') continue;
    if (row.sha256 !== row.announced) {
      await refuseUpload(tx, id, refuse('file-changed'));
      continue;
    }
    if (row.aim === 'append') {
      atEnd.push(id);
      continue;
    }
    await openAtEnd();
    const slotId = await slotAt(tx, actor, capture.unit_id, row, field);
    if (isRefusal(slotId)) return slotId;
    given.push({ id, slotId });
  }
  await openAtEnd();
  await giveUploads(tx, given);
  return given;
}

/** The slot of what is inserted behind another, or scanned in the place of another. */
async function slotAt(
  tx: Tx,
  actor: PersonActor,
  unitId: string,
  { aim, aim_slot_id: aimSlotId }: { aim: Announced['aim']; aim_slot_id: string | null },
  field: string,
): Promise<string | Refusal> {
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
