/** What was seen of files becomes images of their unit, or their reason to stay in quarantine: one act, one entry. */
import { Readable } from 'node:stream';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { systemActor } from '#/base/rules/actor.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { keepObjects } from '#/base/server/store/objects.ts';
import type { ObjectStore, StoredObject } from '#/base/server/objects/store.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { findSpecification } from '#/engagement/server/door.ts';
import type { Specification } from '#/engagement/rules/specification.ts';
import { bestLike } from '../../rules/batch-checks.ts';
import { checkHeader, checkPixels, checksTool, type Outcome, thresholdsOf } from '../../rules/checks.ts';
import { refuseFile, type Refused } from '../../rules/headers/header.ts';
import { type Likable, likable } from '../../rules/pixels/likeness.ts';
import type { FileLook, PageLook } from '../look/look.ts';
import { findCapture, findUpload, letGo, refuseUpload, takeUpload } from '../store/captures.ts';
import { queueTexts } from '../store/texts.ts';
import { ringForText } from '../text/recognise-job.ts';
import { findSlot, insertMaster, insertRenditions, lockUnitOf, openSlots, signaturesOf } from '../store/slots.ts';

interface StoredPicture extends StoredObject {
  kind: 'thumb' | 'screen';
  width: number;
  height: number;
}

export interface Seen {
  uploadId: string;
  unitId: string;
  captureId: string;
  /** Who sent it. */
  by: string;
  look: FileLook | Refused;
  /** Of each page. */
  pictures: StoredPicture[][];
}

/** Pictures lie in the store before the rows that name them. */
export async function storePictures(objects: ObjectStore, pages: readonly PageLook[]): Promise<StoredPicture[][]> {
  const stored: StoredPicture[][] = [];
  for (const { pictures } of pages) {
    const own: StoredPicture[] = [];
    for (const kind of ['thumb', 'screen'] as const) {
      const picture = pictures?.[kind];
      if (!picture) continue;
      const { width, height, bytes } = picture;
      own.push({ kind, width, height, ...(await objects.put(Readable.from([bytes]))) });
    }
    stored.push(own);
  }
  return stored;
}

export interface TakeDeps {
  db: Db;
  queue: Pick<JobQueue, 'enqueue'>;
}

/** All of one unit. */
export async function takeSeen({ db, queue }: TakeDeps, jobId: string, seen: readonly Seen[]): Promise<void> {
  const [first] = seen;
  if (!first) return;
  await systemAct(db, systemActor('imaging', jobId, first.by), {
    act: 'imaging.upload.look',
    subject: { type: 'unit', id: first.unitId },
    body: async (tx) => {
      const images = await takeAll(tx, first.unitId, seen);
      await ringForText(tx, queue);
      return { after: { images } };
    },
  });
}

async function takeAll(tx: Tx, unitId: string, seen: readonly Seen[]) {
  const unit = await lockUnitOf(tx, unitId);
  if (!unit) throw new NothingToEnter();
  // 6.5-1: what is halted is not worked on; it is looked at once the halt is over.
  if ((await refuseAtWork(tx, [unit.original_id], { paper: false })).has(unit.original_id)) {
    await letGo(
      tx,
      seen.map(({ uploadId }) => uploadId),
    );
    return [];
  }
  const told = [];
  for (const one of seen) {
    const upload = await findUpload(tx, one.uploadId);
    if (upload?.state !== 'given') continue;
    told.push(await takeOne(tx, one, upload));
  }
  if (told.length === 0) throw new NothingToEnter();
  return told;
}

type Upload = NonNullable<Awaited<ReturnType<typeof findUpload>>>;

async function takeOne(tx: Tx, { look: seen, pictures, unitId, captureId }: Seen, upload: Upload) {
  const { id, name, sha256, slot_id: slotId } = upload;
  const capture = await findCapture(tx, captureId);
  const slot = slotId === null ? undefined : await findSlot(tx, slotId);
  if (!capture || !slot || sha256 === null) throw new Error(`an upload without its place: ${id}`);
  // What was looked at is what was acknowledged, byte for byte.
  const look = !('refused' in seen) && seen.digest !== sha256 ? refuseFile('file-changed') : seen;
  if ('refused' in look || slot.position === null) {
    const refused = 'refused' in look ? look : refuseFile('image-taken-out');
    await refuseUpload(tx, id, refused);
    return { upload: id, name, sha256, refused: refused.code };
  }
  await keepObjects(tx, [{ sha256, sm3: look.sm3, bytes: look.size }]);
  const spec = await findSpecification(tx, capture.specification_id);
  const more = await openSlots(tx, {
    ...{ unitId, behind: slot.position, count: look.pages.length - 1, by: capture.person_id },
  });
  const masters: string[] = [];
  const failed = new Set<string>();
  for (const [index, page] of look.pages.entries()) {
    const at = [slot.id, ...more][index] ?? '';
    const outcomes = await outcomesOf(tx, { unitId, slotId: at, page, format: look.format, spec });
    for (const { check, verdict } of outcomes) if (verdict === 'fail') failed.add(check);
    const { ink, skew, signature } = page.measures;
    const master = await insertMaster(tx, {
      ...{ slotId: at, unitId, uploadId: id, page: index + 1, sha256, format: look.format, header: page.header },
      ...{ deviceId: capture.device_id, scannedBy: upload.begun_by },
      look: { outcomes, ink, skew: skew.degrees, signature: pack(signature), tool: checksTool },
    });
    await insertRenditions(
      tx,
      (pictures[index] ?? []).map((picture) => ({ masterId: master, ...picture })),
    );
    masters.push(master);
  }
  await queueTexts(tx, { masters });
  await takeUpload(tx, id);
  return { upload: id, name, sha256, masters, failed: [...failed] };
}

interface PageToJudge {
  unitId: string;
  slotId: string;
  page: PageLook;
  format: FileLook['format'];
  spec: Specification;
}

async function outcomesOf(tx: Tx, { unitId, slotId, page, format, spec }: PageToJudge): Promise<Outcome[]> {
  const { header, measures } = page;
  const limits = thresholdsOf(spec);
  const outcomes = [...checkHeader({ format }, header, spec), ...checkPixels(measures, header, limits)];
  if (measures.signature === null) return outcomes;
  const others = (await signaturesOf(tx, unitId)).filter(({ id }) => id !== slotId);
  const like = bestLike(
    likable(measures.signature),
    others.flatMap(({ id, master_id, signature }) =>
      signature === null ? [] : [{ id, likable: likableOf(master_id, signature) }],
    ),
    limits,
  );
  if (!like) return outcomes;
  const { fine, id: other } = like;
  return [
    ...outcomes,
    { check: 'duplicate', verdict: 'ask', measured: Number(fine.toFixed(3)), limit: limits.likenessFine, other },
  ];
}

const pack = (signature: Uint8Array | null): Buffer | null => signature && deflateRawSync(signature, { level: 4 });

/** Signatures ready to be compared: the pages of the units that are being scanned. */
const ready = new Map<string, Likable>();
const mostReady = 3000;

function likableOf(masterId: string, packed: Buffer): Likable {
  const known = ready.get(masterId);
  if (known) return known;
  const made = likable(inflateRawSync(packed));
  if (ready.size >= mostReady) ready.delete(ready.keys().next().value ?? '');
  ready.set(masterId, made);
  return made;
}
