/** Files sent to the scanning station as its page does, and small pictures to send. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { routeOf } from '#/base/rules/declare.ts';
import {
  captureOpen,
  captureShow,
  unscannedAdd,
  uploadBegin,
  uploadBytes,
  uploadFinish,
} from '#/imaging/rules/api/captures.ts';
import { inspectionOpen, inspectionPass, inspectionSee, inspectionShow } from '#/imaging/rules/api/inspections.ts';
import { treatmentConfirm, treatmentOpen, treatmentShow } from '#/imaging/rules/api/treatments.ts';
import type { Aim } from '#/imaging/rules/capture.ts';
import type { PagePlan } from '#/imaging/rules/sample-pages/plan.ts';
import type { PageKind } from '#/imaging/rules/sample-pages/layout.ts';
import { truthOf } from '#/imaging/rules/sample-pages/truth.ts';
import { samplePage } from '#/imaging/server/sample-pages/page.ts';
import type { Who } from './people.ts';

export interface Scan {
  name: string;
  bytes: Buffer;
  /** When the sender has measured it already. */
  sha256?: string;
  aim?: Aim;
  slotId?: string | null;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Spreads three numbers over 32 bits (the finaliser of MurmurHash3). */
function mixed(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A small page as the usual specification asks for it: TIFF, LZW, colour, 300 dpi. `ink` makes it unlike others, a low `paper` dark. */
export async function smallPage(ink: number, paper = 250): Promise<Buffer> {
  const [width, height] = [248, 351];
  const pixels = Buffer.alloc(width * height * 3, paper);
  for (let line = 0; line < 12; line += 1)
    for (let x = 30; x < 218; x += 1) {
      // Strokes that follow from the number: no two pages look alike.
      if (mixed(ink, line, x) % 3 !== 0) continue;
      for (let y = 40 + line * 22; y < 50 + line * 22; y += 1)
        pixels.fill(20, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 })
    .toBuffer();
}

/** A page that is written on, as its plan alone tells; A4 at 150 dpi, JPEG. */
export async function drawnPage(kind: PageKind, contentSeed: number): Promise<{ bytes: Buffer; truth: string[] }> {
  const plan: PagePlan = {
    ...{ kind, contentSeed, grainSeed: 5, skew: 0.8, turned: 0, border: 'none', holes: 0, blur: 0.3, noise: 2 },
    ...{ exposure: 'normal', gradient: 0, showThrough: 0, quality: 88, repeats: null },
  };
  const { bytes } = await samplePage(plan, 150);
  return { bytes, truth: truthOf(plan) };
}

export const begin = (who: Who, captureId: string, scans: readonly Scan[]) =>
  who.client.act(uploadBegin, {
    subject: captureId,
    input: {
      files: scans.map(({ name, bytes, sha256 = sha256Of(bytes), aim = 'append', slotId = null }) => ({
        ...{ name, bytes: bytes.length, sha256, aim, slotId },
      })),
    },
  });

/** One PATCH of the tus protocol. */
export const patch = (who: Who, grant: string, offset: number, bytes: Buffer, headers: Record<string, string> = {}) =>
  who.client.request('PATCH', routeOf(uploadBytes).path.replace(':grant', grant), bytes, {
    ...{ 'tus-resumable': '1.0.0', 'upload-offset': String(offset) },
    ...{ 'content-type': 'application/offset+octet-stream', ...headers },
  });

/** How much of an upload has arrived, as tus tells it. */
export async function offsetOf(who: Who, grant: string): Promise<number> {
  const answer = await who.client.request('HEAD', routeOf(uploadBytes).path.replace(':grant', grant), undefined, {
    'tus-resumable': '1.0.0',
  });
  if (answer.status !== 200) throw new Error(`HEAD ${answer.status}`);
  return Number(answer.headers.get('upload-offset'));
}

/** How the bytes of one file are sent from their beginning. */
export type Sender = (who: Who, grant: string, bytes: Buffer) => Promise<{ status: number }>;

/** Sends files, three at once as the station's page does, and puts them in their order; answers their places. */
export async function send(
  who: Who,
  captureId: string,
  scans: readonly Scan[],
  sendBytes: Sender = (by, grant, bytes) => patch(by, grant, 0, bytes),
) {
  const { files } = await begin(who, captureId, scans);
  const lanes = [0, 1, 2].map(async (lane) => {
    for (let index = lane; index < files.length; index += 3) {
      const grant = files[index]?.grant ?? null;
      if (grant === null) continue;
      const { status } = await sendBytes(who, grant, scans[index]!.bytes);
      if (status !== 204) throw new Error(`PATCH ${status}`);
    }
  });
  await Promise.all(lanes);
  const uploads = files.flatMap(({ uploadId }) => (uploadId === null ? [] : [uploadId]));
  if (uploads.length === 0) return { files, positions: [] };
  const { positions } = await who.client.act(uploadFinish, { subject: captureId, input: { uploads } });
  return { files, positions };
}

/** What lies open at somebody, once everything has been looked at. */
export async function seen(who: Who, patienceMs = 20_000) {
  for (let waited = 0; ; waited += 50) {
    const { capture } = await who.client.view(captureShow);
    if (!capture) throw new Error('nothing lies open');
    if (capture.pending === 0) return capture;
    if (waited > patienceMs) throw new Error(`${capture.pending} images are still not looked at`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const open = (who: Who, code: string, device: string) =>
  who.client.act(captureOpen, { input: { code, device } });

let made = 0;

/** All that the step of scanning asks for, by one small page: the others are registered as not scanned. */
export async function scanAll(who: Who, code: string, device: string): Promise<void> {
  const { captureId, unitId } = await open(who, code, device);
  // Sent back, it has them already.
  if ((await seen(who)).obstacles.length === 0) return;
  await send(who, captureId, [{ name: '1.tif', bytes: await smallPage((made += 1)) }]);
  const { difference } = await seen(who);
  if (difference === null || difference === 0) return;
  if (difference > 0) throw new Error(`one page is more than was counted: ${code}`);
  const input = { pages: -difference, face: 'page', place: '其余', reason: '试验' } as const;
  await who.client.act(unscannedAdd, { subject: unitId, input });
}

/** What the machine made of every page, once it is done. */
export async function treated(who: Who, subject: string, patienceMs = 60_000) {
  for (let waited = 0; ; waited += 100) {
    const state = await who.client.view(treatmentShow, { subject });
    if (state.waiting === 0) return state;
    if (waited > patienceMs) throw new Error(`${state.waiting} pages are still not treated`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What the machine made of every page is confirmed. */
export async function treatAll(who: Who, code: string): Promise<void> {
  const { unitId: subject } = await who.client.act(treatmentOpen, { input: { code } });
  const { slots } = await treated(who, subject);
  const treatments = slots.flatMap(({ treatment }) => (treatment === null ? [] : [treatment.id]));
  await who.client.act(treatmentConfirm, { subject, input: { treatments } });
}

/** Every image looked at and passed. */
export async function inspectAll(who: Who, code: string): Promise<void> {
  const { inspectionId: subject } = await who.client.act(inspectionOpen, { input: { code } });
  const { slots } = await who.client.view(inspectionShow, { subject });
  const pages = slots.flatMap(({ masterId }) =>
    masterId === null ? [] : [{ masterId, pageMs: 300, gridMs: 0, passed: true }],
  );
  await who.client.act(inspectionSee, { subject, input: { pages } });
  await who.client.act(inspectionPass, { subject });
}
