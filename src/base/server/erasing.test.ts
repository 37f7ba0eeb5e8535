/** Bytes that are purged while the same bytes arrive anew: kept by whoever named them, or sent again (2.7-2). */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { upload } from '../../../test/files.ts';
import { employ, type Officers, openWithOfficers, type Who, withSecond } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { purge, purgePreview } from '#/base/rules/api/files.ts';
import { openFolderStore } from './objects/folder.ts';
import { eraseHandler } from './routes/purge.ts';
import { newId } from './ids.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

test('whatever meets what, an attachment that was acknowledged has its bytes', async () => {
  const bytes = Buffer.from('%PDF-1.7 the same again');
  const objects = await openFolderStore(join(site.config.dataDir, 'objects'));
  const erase = (sha256: string) =>
    eraseHandler({ db: site.db, objects }).run(
      { sha256 },
      { jobId: newId(), signal: new AbortController().signal, progress: async () => undefined },
    );
  for (let round = 0; round < 20; round += 1) {
    const { id, sha256 } = await upload(keeper, 'late-entry', 'a.pdf', bytes);
    const { version } = await keeper.client.view(purgePreview, { subject: id });
    await withSecond(keeper, lead, purge, { subject: id, version, input: { reason: '重传' } });
    // A job that is late, or runs again, comes at any moment of the upload. Not for ever: one that never rests meets
    // every try of the sender on a quick machine.
    let arrived = false;
    const erasing = (async () => {
      for (let strike = 0; strike < 12 && !arrived; strike += 1) {
        await new Promise((resolve) => setTimeout(resolve, 2 + (round % 9)));
        await erase(sha256);
      }
    })();
    const again = await upload(keeper, 'late-entry', 'b.pdf', bytes).finally(() => (arrived = true));
    await erasing;
    expect(await objects.size(sha256), `round ${round}`).toBe(bytes.length);
    const last = await keeper.client.view(purgePreview, { subject: again.id });
    await withSecond(keeper, lead, purge, { subject: again.id, version: last.version, input: { reason: '再来' } });
  }
}, 120_000);
