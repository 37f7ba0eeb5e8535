/** The same bytes of two cameras: a picture without a signal is the same everywhere. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { objectPath } from '#/base/server/objects/files.ts';
import { ago, digestOf, type FootageSite, iso, openFootageSite, second } from '../../../test/footage-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { withSecond } from '../../../test/people.ts';
import { footagePlay } from '../rules/api/footage.ts';
import { footageDelete, footageDeletionList } from '../rules/api/footage-keeping.ts';
import { playbackCheckEnter } from '../rules/api/playback.ts';
import { forget } from './footage/intake.ts';
import { lockContent } from './store/footage.ts';

let here: FootageSite;
const from = ago(200);
const sha256 = digestOf('ten-seconds.mp4');
const path = () => join(here.site.config.footageDir, 'pieces', objectPath(sha256));

beforeAll(async () => {
  here = await openFootageSite();
  await here.nameKeeper();
}, 60_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

/** Vouched for, old enough, asked for and agreed to; answers when the bytes were looked after. */
async function deleteOf(cameraId: string): Promise<void> {
  const seen = { from: iso(from), to: iso(from + 10 * second) };
  await here.lead.client.view(footagePlay, { subject: cameraId, input: seen });
  const check = { ...seen, seen: [seen], findings: '无信号' };
  await here.lead.client.act(playbackCheckEnter, { subject: cameraId, input: check });
  await asOwner(here.site, `update footage set counts_from = to_at`);
  const input = { ...seen, reason: '磁盘周转' };
  await withSecond(here.keeper, here.officers.securityOfficer, footageDelete, { subject: cameraId, input });
  for (;;) {
    const { items } = await here.lead.client.view(footageDeletionList, { input: {} });
    if (items[0]?.camera.id === cameraId && items[0].erased) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('4.3-1 4.3-6 the same bytes of two cameras', () => {
  test('are a piece of each, and of two times of one camera; kept once, refused only where they stand already', async () => {
    for (const subject of [here.cameraId, here.other]) {
      here.put('ten-seconds.mp4', 'no-signal.mp4');
      const taken = await here.take([{ name: 'no-signal.mp4', from: iso(from), to: null }], subject);
      expect(taken).toMatchObject([{ state: 'taken' }]);
      expect(await here.piecesOf(from, subject)).toMatchObject([{ sha256, keptOn: 'store' }]);
    }
    here.put('ten-seconds.mp4', 'later.mp4');
    const later = [{ name: 'later.mp4', from: iso(from + 20 * second), to: null }];
    expect(await here.take(later, here.other)).toMatchObject([{ state: 'taken' }]);
    here.put('ten-seconds.mp4', 'later.mp4');
    expect(await here.take(later, here.other)).toMatchObject([{ state: 'failed', outcome: 'already-kept' }]);
    expect(await here.piecesOf(from, here.other)).toHaveLength(2);
  });

  test('4.3-6 are never erased while another camera’s piece needs them, and go with the last one', async () => {
    await deleteOf(here.cameraId);
    expect(await here.piecesOf(from)).toEqual([]);
    expect(existsSync(path())).toBe(true);
    await asOwner(here.site, `update footage set from_at = $1, to_at = $2 where from_at > $1`, [
      iso(from + 2 * second),
      iso(from + 9 * second),
    ]);
    await deleteOf(here.other);
    expect(existsSync(path())).toBe(false);
  });

  test('4.3-6 are never erased beside an import that is entering them', async () => {
    const footage = await openFolderStore(join(here.site.config.footageDir, 'pieces'));
    here.put('ten-seconds.mp4', 'third.mp4');
    await here.take([{ name: 'third.mp4', from: iso(from), to: null }]);
    await asOwner(here.site, `update footage set kept_on = 'medium', sm3 = null where state = 'kept'`);
    let erased = false;
    const erasing: Promise<void>[] = [];
    await here.site.db.transaction().execute(async (tx) => {
      await lockContent(tx, sha256);
      erasing.push(forget({ db: here.site.db, footage }, sha256).then(() => void (erased = true)));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(erased).toBe(false);
      await tx.updateTable('footage').set({ kept_on: 'store', sm3: sha256 }).where('state', '=', 'kept').execute();
    });
    await Promise.all(erasing);
    expect(existsSync(path())).toBe(true);
    await asOwner(here.site, `update footage set kept_on = 'medium', sm3 = null where state = 'kept'`);
    await forget({ db: here.site.db, footage }, sha256);
    expect(existsSync(path())).toBe(false);
  });
});
