/** A site with two cameras, a footage keeper to be named, and small films of our own making in test/footage. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { InputOf, OutputOf } from '#/base/rules/declare.ts';
import { footageDay, footageImport, footageInbox } from '#/premises/rules/api/footage.ts';
import { cameraAdd, dutyAssign, placeRegister, zoneAdd } from '#/premises/rules/api/plan.ts';
import { usualLimits } from '#/premises/rules/climate.ts';
import { openFurnished } from './furnished.ts';
import { type Door, employ, openWithOfficers } from './people.ts';

const films = join(import.meta.dirname, 'footage');
export const filmBytes = (film: string): Buffer => readFileSync(join(films, film));
export const digestOf = (film: string): string => createHash('sha256').update(filmBytes(film)).digest('hex');

export const second = 1_000;
export const day = 86_400_000;
export const iso = (at: number): string => new Date(at).toISOString();
const started = Math.floor(Date.now() / second) * second;
/** A whole second, some days before the tests began. */
export const ago = (days: number): number => started - days * day;
/** The business day of a moment. */
export const dayOf = (at: number): string => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(at);

/** Code of the refusal; null when there was none. */
export const codeOf = async (answer: Promise<unknown>): Promise<string | null> =>
  ((await answer) as { problem?: { code: string } }).problem?.code ?? null;

export type FootageSite = Awaited<ReturnType<typeof openFootageSite>>;

/** Both sides, and a room with two cameras. */
async function furnish(site: Door) {
  const officers = await openWithOfficers(site);
  const lead = await employ(site, officers, 'archiveLead', '赵主管');
  const keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  const vendor = await employ(site, officers, 'vendorManager', '孙经理');
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const zone = { code: 'A', name: '加工区', kind: 'processing' as const, x: 0, y: 0, width: 9_000, height: 9_000 };
  const { zoneId } = await lead.client.act(zoneAdd, { input: zone });
  const addCamera = async (code: string): Promise<string> => {
    const make = { zoneId, code, model: 'DS-2CD', resolution: '1920×1080', storage: '本系统' };
    const looks = { x: 100, y: 100, direction: 45, angle: 90, reach: 9_000, covers: [] };
    return (await lead.client.act(cameraAdd, { input: { ...make, ...looks } })).cameraId;
  };
  const cameraId = await addCamera('C1');
  const other = await addCamera('C2');
  return { officers, lead, keeper, vendor, cameraId, other };
}

export async function openFootageSite() {
  const { site, staff } = await openFurnished('footage', furnish);
  const { lead, keeper, cameraId } = staff;
  const inbox = (name = ''): string => join(site.config.footageDir, 'inbox', name);
  mkdirSync(inbox(), { recursive: true });
  return {
    ...{ site, ...staff, inbox },

    /** The lead names the keeper (4.3-3). */
    nameKeeper: () => lead.client.act(dutyAssign, { subject: keeper.personId, input: { duty: 'footage-keeper' } }),

    /** Puts a film into the inbox under that name. */
    put(film: string, name: string): void {
      copyFileSync(join(films, film), inbox(name));
      this.settle(name);
    },

    /** As if nobody had written to it for a minute. */
    settle(name: string): void {
      const at = new Date(Date.now() - 60_000);
      utimesSync(inbox(name), at, at);
    },

    /** Imports by the keeper and waits for the job; answers what became of each file. */
    async take(files: InputOf<typeof footageImport>['files'], subject = cameraId) {
      await keeper.client.act(footageImport, { subject, input: { files } });
      for (;;) {
        const { intakes } = await keeper.client.view(footageInbox);
        const mine = intakes[0]?.files ?? [];
        if (mine.every(({ state }) => state !== 'waiting')) return mine;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },

    async piecesOf(at: number, subject = cameraId): Promise<OutputOf<typeof footageDay>['pieces']> {
      return (await lead.client.view(footageDay, { subject, input: { on: dayOf(at) } })).pieces;
    },
  };
}
