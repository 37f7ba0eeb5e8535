/** Footage that goes: only when it is old, vouched for, free, asked for and agreed to. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ago, codeOf, digestOf, type FootageSite, iso, openFootageSite, second } from '../../../test/footage-site.ts';
import { issueOpen } from '#/protection/rules/api/issues.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alarmList } from '#/protection/rules/api/log.ts';
import { objectPath } from '#/base/server/objects/files.ts';
import { lookForAlarms } from '#/protection/server/door.ts';
import { asOwner } from '../../../test/owner.ts';
import { approve, withSecond } from '../../../test/people.ts';
import { footageMonth, footagePlay } from '../rules/api/footage.ts';
import {
  clockConfirm,
  clockUnfreeze,
  footageDelete,
  footageDeletionList,
  footageHoldLift,
  footageHoldList,
  footageHoldPlace,
} from '../rules/api/footage-keeping.ts';
import { playbackCheckEnter } from '../rules/api/playback.ts';
import { premisesLooks } from './alarms.ts';
import { confirmed } from '../rules/clock.ts';
import { clockWatcher, lockClock } from './clock.ts';
import { readClockRow, saveClock } from './store/clock.ts';

let here: FootageSite;

beforeAll(async () => {
  here = await openFootageSite();
}, 60_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const old = ago(200);
const young = ago(190);

/** Two pieces: one that a check vouches for, one that none does. */
beforeAll(async () => {
  await here.nameKeeper();
  here.put('ten-seconds.mp4', 'old.mp4');
  here.put('piece-0.mp4', 'young.mp4');
  await here.take([
    { name: 'old.mp4', from: iso(old), to: null },
    { name: 'young.mp4', from: iso(young), to: null },
  ]);
  const seen = { from: iso(old), to: iso(old + 10 * second) };
  await here.lead.client.view(footagePlay, { subject: here.cameraId, input: seen });
  const input = { from: iso(old - 60 * second), to: iso(old + 60 * second), seen: [seen], findings: '无异常' };
  await here.lead.client.act(playbackCheckEnter, { subject: here.cameraId, input });
});

describe('deletion', () => {
  const request = (from: number, to: number) => ({
    subject: here.cameraId,
    input: { from: iso(from), to: iso(to), reason: '磁盘周转' },
  });
  const attempt = (from: number, to: number) => codeOf(here.keeper.client.tryAct(footageDelete, request(from, to)));

  test('4.3-6 4.3-8 deletion is refused before six months, without a playback check, under a hold, to anybody else', async () => {
    const [from, to] = [old - 60 * second, old + 60 * second];
    expect(await attempt(young - 60 * second, young + 60 * second)).toBe('footage-unchecked');
    expect(await attempt(ago(400), ago(399))).toBe('nothing-to-delete');
    expect(await codeOf(here.lead.client.tryAct(footageDelete, request(from, to)))).toBe('not-footage-keeper');
    await asOwner(here.site, `update footage set counts_from = now() - interval '183 days' where from_at < $1`, [
      iso(to),
    ]);
    expect(await attempt(from, to)).toBe('footage-too-young');
    await asOwner(here.site, `update footage set counts_from = to_at where from_at < $1`, [iso(to)]);
    const hold = { cameraId: null, from: iso(old + 9 * second), to: iso(old + 70 * second), reason: '信访查证' };
    const { holdId } = await here.officers.securityOfficer.client.act(footageHoldPlace, { input: hold });
    expect(await attempt(from, to)).toBe('footage-held');
    await withSecond(here.officers.securityOfficer, here.lead, footageHoldLift, {
      subject: holdId,
      input: { reason: '查证结束' },
    });
    const { items } = await here.lead.client.view(footageHoldList, { input: {} });
    expect(items).toMatchObject([{ id: holdId, camera: null, liftReason: '查证结束' }]);
  });

  test('4.3-6 deletion is refused while an issue of that day is open', async () => {
    const about = { title: '门未关', facts: '巡视时发现', owner: here.vendor.personId, dueOn: '2099-01-01' };
    await here.lead.client.act(issueOpen, { input: about });
    await asOwner(here.site, `update issue set occurred_at = $1`, [iso(old + 3_600_000)]);
    expect(await attempt(old, old + 60 * second)).toBe('footage-held');
    await asOwner(here.site, `update issue set occurred_at = now()`);
  });

  test('4.3-6 a clock that jumped stops all deletion; one person alone is refused to confirm it, two compare it', async () => {
    const at = { wall: Date.now(), monotonic: 0 };
    const look = clockWatcher(here.site.db, { wall: () => at.wall, monotonic: () => at.monotonic });
    await look();
    at.wall += 2 * 3_600_000;
    await look();
    expect(await attempt(old, old + 60 * second)).toBe('clock-frozen');
    await lookForAlarms(here.site.db, here.site.config, premisesLooks, null);
    const { items } = await here.officers.securityOfficer.client.view(alarmList, { input: {} });
    expect(items.filter(({ kind }) => kind === 'clock-doubtful')).toHaveLength(1);
    const shown = (ms: number) => ({ input: { shown: iso(Date.now() + ms), reference: '对时手机（门外）' } });
    const officer = here.officers.securityOfficer.client;
    expect(await codeOf(officer.tryAct(clockUnfreeze, shown(-6 * 60 * second)))).toBe('clock-wrong');
    expect(await codeOf(here.keeper.client.tryAct(clockConfirm, shown(0)))).toBe('not-permitted');
    expect(await codeOf(officer.tryAct(clockConfirm, shown(0)))).toBe('clock-needs-second');
    const sent = shown(-2_000);
    const { wrongBySeconds } = await withSecond(here.officers.securityOfficer, here.lead, clockUnfreeze, sent);
    expect(wrongBySeconds).toBeGreaterThanOrEqual(2);
    expect(await codeOf(officer.tryAct(clockUnfreeze, shown(0)))).toBe('clock-not-frozen');
    expect(await officer.act(clockConfirm, shown(0))).toMatchObject({ wrongBySeconds: 0 });
    expect((await here.lead.client.view(footageMonth, { input: { month: '2026-01' } })).clock.frozen).toBe(false);
  });

  test('4.3-6 a look at the clock never writes back what was added up before somebody confirmed it', async () => {
    const at = { wall: Date.now(), monotonic: 0 };
    const look = clockWatcher(here.site.db, { wall: () => at.wall, monotonic: () => at.monotonic });
    await look();
    at.wall += 30 * 60 * second;
    let looking: Promise<void> | undefined;
    await here.site.db.transaction().execute(async (tx) => {
      await lockClock(tx, at.wall);
      looking = look();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await saveClock(tx, confirmed(at.wall));
    });
    await looking;
    expect((await readClockRow(here.site.db))?.state.drift).toBe(0);
    await here.officers.securityOfficer.client.act(clockConfirm, {
      input: { shown: iso(Date.now()), reference: '对时手机' },
    });
  });

  test('4.3-8 refuses what a check found wrong until that is settled, and what was imported after a check', async () => {
    const seen = { from: iso(young), to: iso(young + 4 * second) };
    await here.lead.client.view(footagePlay, { subject: here.cameraId, input: seen });
    const failure = { owner: here.vendor.personId, dueOn: '2099-01-01' };
    const input = {
      from: iso(young - 60 * second),
      to: iso(young + 60 * second),
      seen: [seen],
      findings: '被遮挡',
      failure,
    };
    await here.lead.client.act(playbackCheckEnter, { subject: here.cameraId, input });
    expect(await attempt(young, young + 60 * second)).toBe('footage-held');
    await asOwner(here.site, `update issue set state = 'closed'`);
    here.put('piece-1.mp4', 'afterwards.mp4');
    await here.take([{ name: 'afterwards.mp4', from: iso(young + 10 * second), to: null }]);
    expect(await attempt(young, young + 60 * second)).toBe('footage-unchecked');
  });

  test('4.3-8 two deletions at once take a piece once; the other is refused', async () => {
    const sent = [request(young, young + 5 * second), request(young - second, young + 6 * second)];
    const asked = [];
    for (const one of sent) {
      const approval = await here.keeper.client.ask(footageDelete, one);
      await approve(here.officers.securityOfficer, approval);
      asked.push({ ...one, approval });
    }
    const answers = await Promise.all(asked.map((one) => here.keeper.client.tryAct(footageDelete, one)));
    expect(answers.map((answer) => ('problem' in answer ? answer.problem.code : 'done')).toSorted()).toEqual([
      'done',
      'nothing-to-delete',
    ]);
    const [row] = await asOwner(
      here.site,
      `select count(*)::int as n from footage_deletion d
      where not exists (select from footage f where f.deletion_id = d.id)`,
    );
    expect(row).toEqual({ n: 0 });
  });

  test('4.3-8 the keeper asks, the security officer agrees, what came between is looked at again', async () => {
    const sent = request(old - 60 * second, old + 60 * second);
    const approval = await here.keeper.client.ask(footageDelete, sent);
    await approve(here.officers.securityOfficer, approval);
    const hold = { cameraId: here.cameraId, from: iso(old), to: iso(old + second), reason: '查证' };
    const { holdId } = await here.lead.client.act(footageHoldPlace, { input: hold });
    expect(await codeOf(here.keeper.client.tryAct(footageDelete, { ...sent, approval }))).toBe('footage-held');
    await withSecond(here.officers.securityOfficer, here.lead, footageHoldLift, {
      subject: holdId,
      input: { reason: '无关' },
    });
    const done = await here.keeper.client.act(footageDelete, { ...sent, approval });
    expect(done).toMatchObject({ pieces: 1 });
    const sha256 = digestOf('ten-seconds.mp4');
    const digest = createHash('sha256').update(`${sha256}\n`).digest('hex');
    for (;;) {
      const { items } = await here.lead.client.view(footageDeletionList, { input: {} });
      expect(items[0]).toMatchObject({ number: done.number, digest, requestedBy: { name: '钱保管' } });
      if (items[0]?.erased) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(existsSync(join(here.site.config.footageDir, 'pieces', objectPath(sha256)))).toBe(false);
    expect(await here.piecesOf(old)).toEqual([]);
    expect(await attempt(old - 60 * second, old + 60 * second)).toBe('nothing-to-delete');
  });
});
