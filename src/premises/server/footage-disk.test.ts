/** The footage disk goes away and comes back: nothing is judged, taken in or deleted by an empty folder. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { alarmList } from '#/protection/rules/api/log.ts';
import { objectPath } from '#/base/server/objects/files.ts';
import { lookForAlarms } from '#/protection/server/door.ts';
import {
  ago,
  codeOf,
  day,
  digestOf,
  type FootageSite,
  iso,
  openFootageSite,
  second,
} from '../../../test/footage-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { approve } from '../../../test/people.ts';
import { footageImport } from '../rules/api/footage.ts';
import { footageDelete, footageReread } from '../rules/api/footage-keeping.ts';
import { premisesLooks } from './alarms.ts';
import { eraseAgain, eraseFootageHandler } from './footage/erase.ts';
import { examineFootage } from './footage/examine.ts';
import { intakeHandler, takeUpAgain } from './footage/intake.ts';

let here: FootageSite;
const from = ago(200);

beforeAll(async () => {
  here = await openFootageSite();
  await here.nameKeeper();
  here.put('ten-seconds.mp4', 'one.mp4');
  here.put('piece-0.mp4', 'two.mp4');
  await here.take([
    { name: 'one.mp4', from: iso(from), to: null },
    { name: 'two.mp4', from: iso(from + 60 * second), to: null },
  ]);
}, 60_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const disk = (): string => here.site.config.footageDir;
const pieces = (): string => join(disk(), 'pieces');
const marker = (): string => join(pieces(), '.shoucang-disk');
const whereIs = (film: string): string => join(pieces(), objectPath(digestOf(film)));

/** While the mount point looks as it does without its disk. */
async function away(body: () => Promise<void>): Promise<void> {
  const elsewhere = join(disk(), 'elsewhere');
  renameSync(pieces(), elsewhere);
  mkdirSync(join(pieces(), 'tmp'), { recursive: true });
  try {
    await body();
  } finally {
    rmSync(pieces(), { recursive: true });
    renameSync(elsewhere, pieces());
  }
}
const examine = async () =>
  examineFootage({ ...here.site, footage: await openFolderStore(pieces()) }, null, {
    before: new Date(Date.now() + day),
  });
const alarms = async (kind: string) => {
  await lookForAlarms(here.site.db, here.site.config, premisesLooks, null);
  const { items } = await here.officers.securityOfficer.client.view(alarmList, { input: {} });
  return items.filter((alarm) => alarm.kind === kind);
};
const problems = async () => (await here.piecesOf(from)).map(({ problem }) => problem);
const entries = (act: string) =>
  asOwner(here.site, `select count(*)::int as n from ledger_entry where act = '${act}' and result = 'ok'`).then(
    ([row]) => row?.['n'],
  );
const job = () => ({ jobId: 'job', signal: new AbortController().signal, progress: async () => undefined });
const deps = async () => ({ ...here.site, footage: await openFolderStore(pieces()) });
/** Takes what is enqueued. */
const queue = () => {
  const taken: unknown[] = [];
  const enqueue: JobQueue['enqueue'] = async (_, __, payload) => {
    taken.push(payload);
    return null;
  };
  return { taken, enqueue };
};

describe('4.3-6 a footage disk that is away', () => {
  test('the folder is marked once, when it is first used', async () => {
    const marked = readFileSync(marker(), 'utf8').trim();
    expect(await asOwner(here.site, 'select marker from footage_disk')).toEqual([{ marker: marked }]);
    expect(await examine()).toBe(0);
    expect(readFileSync(marker(), 'utf8').trim()).toBe(marked);
    expect(await entries('premises.footage.markDisk')).toBe(1);
    expect(await alarms('footage-away')).toEqual([]);
  });

  test('no piece is marked, and one alarm says so', async () => {
    await away(async () => {
      expect(await examine()).toBe(0);
      expect(await problems()).toEqual([null, null]);
      const [alarm, ...more] = await alarms('footage-away');
      expect(alarm?.facts.find(({ name }) => name === 'folder')?.value).toBe(disk());
      expect([more, await alarms('footage-away')]).toEqual([[], [alarm]]);
      // Another disk in its place is not it either.
      writeFileSync(marker(), '6f0d7a52-2f4e-4d0c-9d3a-0d6f4f1f8a11\n');
      expect(await examine()).toBe(0);
      expect(await problems()).toEqual([null, null]);
    });
  });

  test('import, deletion and reading again are refused', async () => {
    here.put('piece-1.mp4', 'three.mp4');
    await asOwner(
      here.site,
      `update footage set problem = 'gone', spoilt_at = now() where sha256 = '${digestOf('piece-0.mp4')}'`,
    );
    await away(async () => {
      const subject = here.cameraId;
      const period = { from: iso(from), to: iso(from + 90 * second), reason: '磁盘周转' };
      const files = [{ name: 'three.mp4', from: iso(from), to: null }];
      const { client } = here.keeper;
      expect(await codeOf(client.tryAct(footageImport, { subject, input: { files } }))).toBe('footage-disk-away');
      expect(await codeOf(client.tryAct(footageDelete, { subject, input: period }))).toBe('footage-disk-away');
      expect(await codeOf(client.tryAct(footageReread, { subject, input: period }))).toBe('footage-disk-away');
    });
    rmSync(here.inbox('three.mp4'));
  });

  test('a deletion that was agreed to is not carried out, and its bytes are not called erased', async () => {
    // Agreed to while it was there, then it went.
    await asOwner(here.site, `update footage set problem = null, spoilt_at = null`);
    await asOwner(
      here.site,
      `insert into playback_check (id, number, camera_id, from_at, to_at, findings, passed, checked_by, occurred_at)
       values (gen_random_uuid(), 'T-1', $1, $2, $3, '正常', true, $4, now())`,
      [here.cameraId, iso(from - second), iso(from + 30 * second), here.lead.personId],
    );
    const sent = {
      subject: here.cameraId,
      input: { from: iso(from), to: iso(from + 30 * second), reason: '磁盘周转' },
    };
    const approval = await here.keeper.client.ask(footageDelete, sent);
    await approve(here.officers.securityOfficer, approval);
    await away(async () => {
      expect(await codeOf(here.keeper.client.tryAct(footageDelete, { ...sent, approval }))).toBe('footage-disk-away');
    });
    // Carried out, and it goes before the bytes do.
    await asOwner(
      here.site,
      `with d as (insert into footage_deletion
         values (gen_random_uuid(), 'T-2', $1, $2, $3, '磁盘周转', 1, 1, repeat('0', 64), $4, $5) returning id)
       update footage set state = 'deleted', deletion_id = d.id from d where sha256 = '${digestOf('ten-seconds.mp4')}'`,
      [here.cameraId, sent.input.from, sent.input.to, here.keeper.personId, here.lead.personId],
    );
    const waiting = queue();
    await eraseAgain(here.site, waiting);
    expect(waiting.taken).toHaveLength(1);
    const erase = eraseFootageHandler(await deps());
    await away(async () => {
      await expect(erase.run(waiting.taken[0], job())).rejects.toThrow('the footage disk is away');
    });
    expect(existsSync(whereIs('ten-seconds.mp4'))).toBe(true);
    await erase.run(waiting.taken[0], job());
    expect(existsSync(whereIs('ten-seconds.mp4'))).toBe(false);
    const none = queue();
    await eraseAgain(here.site, none);
    expect(none.taken).toEqual([]);
  });

  test('an import that was asked for waits until it is back', async () => {
    await asOwner(
      here.site,
      `with i as (insert into footage_intake (id, camera_id, requested_by) values (gen_random_uuid(), $1, $2) returning id)
       insert into footage_intake_file (intake_id, name, from_at) select id, 'late.mp4', $3 from i`,
      [here.cameraId, here.keeper.personId, iso(from + 120 * second)],
    );
    here.put('piece-2.mp4', 'late.mp4');
    const waiting = queue();
    await takeUpAgain(here.site, waiting);
    expect(waiting.taken).toHaveLength(1);
    const intake = intakeHandler(await deps());
    await away(async () => {
      await expect(intake.run(waiting.taken[0], job())).rejects.toThrow('the footage disk is away');
    });
    expect(existsSync(here.inbox('late.mp4'))).toBe(true);
    await intake.run(waiting.taken[0], job());
    expect(await problems()).toEqual([null, null]);
  });
});

describe('4.3-6 a piece that was marked', () => {
  const reread = (who: FootageSite['keeper']) =>
    who.client.tryAct(footageReread, {
      subject: here.cameraId,
      input: { from: iso(from), to: iso(from + 90 * second), reason: '磁盘已修复' },
    });
  /** Until no reading is left to do. */
  const read = async () => {
    const left = `select from job.job where name = 'premises.footage.reread' and state <> 'completed'`;
    while ((await asOwner(here.site, left)).length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  };

  test('is read again by the footage keeper only, loses its mark when it is right, and is told of anew when it is not', async () => {
    expect(await codeOf(reread(here.keeper))).toBe('nothing-spoilt');
    await asOwner(here.site, `update footage set problem = 'cut-off' where sha256 = '${digestOf('piece-0.mp4')}'`);
    renameSync(whereIs('piece-0.mp4'), join(disk(), 'hidden'));
    expect(await examine()).toBe(1);
    expect(await problems()).toEqual(['gone', null]);
    expect(await codeOf(reread(here.lead))).toBe('not-footage-keeper');
    expect(await codeOf(reread(here.vendor))).toBe('not-permitted');
    expect(await alarms('footage-altered')).toHaveLength(1);
    renameSync(join(disk(), 'hidden'), whereIs('piece-0.mp4'));
    // The examination itself takes no mark back.
    expect(await examine()).toBe(0);
    expect(await problems()).toEqual(['gone', null]);
    expect(await codeOf(reread(here.keeper))).toBeNull();
    await read();
    // What was wrong with its own bytes is so still.
    expect(await problems()).toEqual(['cut-off', null]);
    const kept = ['spoilt', 'reread', 'sound'].map((act) => entries(`premises.footage.${act}`));
    expect(await Promise.all(kept)).toEqual([1, 1, 1]);
    writeFileSync(whereIs('piece-0.mp4'), 'something else');
    expect(await examine()).toBe(1);
    expect(await alarms('footage-altered')).toHaveLength(2);
    expect(await codeOf(reread(here.keeper))).toBeNull();
    await read();
    expect(await problems()).toEqual(['altered', null]);
  });
});
