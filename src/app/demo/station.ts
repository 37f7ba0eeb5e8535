/** The scanning station, as its page does it: announce, send by tus, put in order, wait for what the machine says. */
import { createHash } from 'node:crypto';
import type { OutputOf } from '#/base/rules/declare.ts';
import { routeOf } from '#/base/rules/declare.ts';
import {
  captureOpen,
  captureShow,
  slotMark,
  slotRemove,
  unscannedAdd,
  uploadBegin,
  uploadBytes,
  uploadFinish,
} from '#/imaging/rules/api/captures.ts';
import type { Aim, Face } from '#/imaging/rules/capture.ts';
import { wordsOf } from '#/imaging/rules/check-words.ts';
import { pileShow } from '#/workflow/rules/api/tasks.ts';
import type { Person } from './person.ts';
import type { Tally } from './telling.ts';
import { until } from './until.ts';

export interface Scan {
  name: string;
  bytes: Buffer;
  aim?: Aim;
  slotId?: string | null;
}

export type Open = NonNullable<OutputOf<typeof captureShow>['capture']>;
export type Slot = Open['slots'][number];

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const protocol = { 'tus-resumable': '1.0.0' };

/** Number of the routing slip of what he has claimed: that is what he scans. */
export async function slipOf(who: Person, projectId: string, code: string): Promise<{ slip: string; unitId: string }> {
  const { items } = await who.view(pileShow, { subject: projectId });
  const found = items.find((item) => item.code === code);
  if (!found) throw new Error(`${who.name} 没有领取 ${code} has not claimed it`);
  return found;
}

/** One original that lies open at somebody. */
export class Station {
  readonly #who: Person;
  readonly #tally: Tally;
  readonly captureId: string;
  readonly unitId: string;

  private constructor(who: Person, tally: Tally, { captureId, unitId }: { captureId: string; unitId: string }) {
    this.#who = who;
    this.#tally = tally;
    this.captureId = captureId;
    this.unitId = unitId;
  }

  static async open(who: Person, tally: Tally, at: { slip: string; device: string }): Promise<Station> {
    const opened = await who.act(captureOpen, { input: { code: at.slip, device: at.device } });
    return new Station(who, tally, opened);
  }

  /** Three at once, as the page does. Answers what was not sent, because it is there already. */
  async send(
    scans: readonly Scan[],
    { breakOff = false } = {},
  ): Promise<{ known: readonly string[]; resumedAt: number }> {
    const { files } = await this.#who.act(uploadBegin, {
      subject: this.captureId,
      input: {
        files: scans.map(({ name, bytes, aim = 'append', slotId = null }) => ({
          ...{ name, bytes: bytes.length, aim, slotId },
          sha256: sha256Of(bytes),
        })),
      },
    });
    let resumedAt = 0;
    const waiting = files.flatMap(({ grant }, index) => (grant === null ? [] : [{ grant, index }]));
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { bytes } = scans[next.index] ?? { bytes: Buffer.alloc(0) };
        if (breakOff && next.index === 0) {
          await this.#patch(next.grant, 0, bytes.subarray(0, Math.floor(bytes.length / 3)));
          resumedAt = await this.#arrived(next.grant);
        }
        const from = next.index === 0 ? resumedAt : 0;
        await this.#patch(next.grant, from, bytes.subarray(from));
        this.#tally.sent += 1;
      }
    };
    await Promise.all([lane(), lane(), lane()]);
    const uploads = files.flatMap(({ uploadId }) => (uploadId === null ? [] : [uploadId]));
    if (uploads.length > 0) await this.#who.act(uploadFinish, { subject: this.captureId, input: { uploads } });
    const known = files.flatMap(({ uploadId, name }) => (uploadId === null ? [name] : []));
    return { known, resumedAt };
  }

  async #patch(grant: string, offset: number, bytes: Buffer): Promise<void> {
    const answer = await this.#who.client.request('PATCH', uploadPath(grant), bytes, {
      ...{ ...protocol, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    });
    if (answer.status !== 204) throw new Error(`上传失败 PATCH ${answer.status}: ${await answer.text()}`);
  }

  async #arrived(grant: string): Promise<number> {
    const answer = await this.#who.client.request('HEAD', uploadPath(grant), undefined, protocol);
    return Number(answer.headers.get('upload-offset'));
  }

  /** Once everything has been looked at. */
  seen(): Promise<Open> {
    return until('机检 images looked at', async () => {
      const { capture } = await this.#who.view(captureShow);
      if (!capture) throw new Error(`${this.#who.name} 没有打开的卷 has nothing open`);
      return capture.pending === 0 ? capture : null;
    });
  }

  /** The place of a file that was sent. */
  async slotOf(name: string): Promise<Slot> {
    const { slots, quarantine } = await this.seen();
    const position = quarantine.find((one) => one.name === name)?.position;
    const found = slots.find((slot) => slot.name === name || slot.position === position);
    if (!found) throw new Error(`没有图像 no image ${name}`);
    return found;
  }

  async remove(slot: Slot, reason: string): Promise<void> {
    await this.#who.act(slotRemove, { subject: slot.id, version: slot.version, input: { reason } });
  }

  async mark(slot: Slot, face: Face): Promise<void> {
    await this.#who.act(slotMark, { subject: slot.id, version: slot.version, input: { face } });
  }

  async leaveOut(pages: number, place: string, reason: string): Promise<void> {
    await this.#who.act(unscannedAdd, { subject: this.unitId, input: { pages, face: 'page', place, reason } });
    this.#tally.leftOut += pages;
  }
}

const uploadPath = (grant: string): string => routeOf(uploadBytes).path.replace(':grant', grant);

/** What the machine asks or fails of an image, in its own words. */
export const findingsOf = ({ findings }: Slot): { zh: string; en: string }[] =>
  findings.map(({ other, ...outcome }) => {
    const { what } = wordsOf(outcome);
    const beside = other === null ? { zh: '', en: '' } : { zh: `（第 ${other} 幅）`, en: ` (image ${other})` };
    return { zh: `${what.zh}${beside.zh}`, en: `${what.en}${beside.en}` };
  });
