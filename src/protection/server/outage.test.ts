import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueOpen } from '../rules/api/issues.ts';
import { sessionCurrent } from '../rules/api/session.ts';
import { employ, openWithOfficers, type Who } from '../../../test/people.ts';
import { withFullDisk } from '../../../test/full-disk.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import type { Db } from '#/base/server/db.ts';
import { flushOutage } from '#/base/server/door/refusals.ts';

const outages = async (db: Db): Promise<{ refused: number }[]> => {
  const rows = await db
    .selectFrom('ledger_entry')
    .select('body')
    .where('kind', '=', 'outage')
    .orderBy('stored_at')
    .execute();
  return rows.map(({ body }) => (JSON.parse(body.toString()) as { counts: { refused: number } }).counts);
};

describe('a full disk', () => {
  let site: TestSite;
  let lead: Who;
  beforeAll(async () => {
    site = await openTestSite();
    lead = await employ(site, await openWithOfficers(site), 'archiveLead');
    lead.client.patienceMs = 0;
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const open = () =>
    lead.client.tryAct(issueOpen, {
      input: { title: '演练', facts: '演练', owner: lead.personId, dueOn: '2099-12-31', attachments: [] },
    });

  test('refuses every write with what to do next, and one entry counts them once it is over', async () => {
    // A slow machine may have seen an outage while the site was opened.
    await flushOutage(site.db, 'test', 0);
    const before = (await outages(site.db)).length;
    let refused = 0;
    const refusedAsFull = async (): Promise<void> => {
      for (;;) {
        const answer = await open();
        refused += 1;
        if (answer.status !== 507) continue;
        expect(answer).toMatchObject({
          problem: { code: 'storage-full', zh: expect.stringContaining('已满') as string },
        });
        return;
      }
    };
    await withFullDisk(site, 'ledger_entry', async () => {
      for (let i = 0; i < 3; i += 1) await refusedAsFull();
      // Not over yet: the entry finds no space either, and nothing of the count is lost.
      await expect(flushOutage(site.db, 'test', 0)).rejects.toThrow('could not extend file');
      await refusedAsFull();
    });
    await flushOutage(site.db, 'test', 60_000);
    expect((await outages(site.db)).length).toBe(before);
    await flushOutage(site.db, 'test', 0);
    await flushOutage(site.db, 'test', 0);
    expect((await outages(site.db)).slice(before)).toEqual([{ refused }]);
    expect(await site.db.selectFrom('issue').select('id').execute()).toEqual([]);
    await expect.poll(async () => (await open()).status, { timeout: 20_000 }).toBe(200);
  });

  test('does not refuse a read over the touch of its session', async () => {
    await sql`update session set last_seen_at = now() - interval '1 minute'`.execute(site.db);
    await withFullDisk(site, 'session', async () => {
      expect(await lead.client.tryView(sessionCurrent)).toMatchObject({ status: 200 });
    });
  });
});
