/** Footage: what comes in and how it is kept, who plays it, what may go and when. */
import { readFileSync, symlinkSync, truncateSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ago,
  codeOf,
  day,
  dayOf,
  digestOf,
  filmBytes,
  type FootageSite,
  iso,
  openFootageSite,
  second,
} from '../../../test/footage-site.ts';
import { isDiskFull } from '../rules/footage.ts';
import { isFootageDiskFull } from './door.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routeOf } from '#/base/rules/declare.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { alarmList } from '#/protection/rules/api/log.ts';
import { issueList } from '#/protection/rules/api/issues.ts';
import { objectPath } from '#/base/server/objects/files.ts';
import { lookForAlarms } from '#/protection/server/door.ts';
import { asOwner } from '../../../test/owner.ts';
import { type Who, withSecond } from '../../../test/people.ts';
import {
  footageBytes,
  footageDay,
  footageImport,
  footageInbox,
  footageMonth,
  footagePlay,
} from '../rules/api/footage.ts';
import { footageHandOver, footageHandoverList, footageHandoverPrint } from '../rules/api/footage-keeping.ts';
import { playbackCheckEnter, playbackCheckList, playbackCheckPrint, playbackPlanShow } from '../rules/api/playback.ts';
import { premisesLooks } from './alarms.ts';
import { drawPlaybackPlan } from './footage/draw.ts';
import { examineFootage } from './footage/examine.ts';

let here: FootageSite;

beforeAll(async () => {
  here = await openFootageSite();
}, 60_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

describe('import', () => {
  test('4.3-3 only a footage keeper of the archive department takes footage in', async () => {
    here.put('ten-seconds.mp4', 'C1_20260301_080000.mp4');
    const input = { files: [{ name: 'C1_20260301_080000.mp4', from: iso(ago(200)), to: null }] };
    expect(await codeOf(here.keeper.client.tryAct(footageImport, { subject: here.cameraId, input }))).toBe(
      'not-footage-keeper',
    );
    await here.nameKeeper();
    expect(await codeOf(here.vendor.client.tryAct(footageImport, { subject: here.cameraId, input }))).toBe(
      'not-permitted',
    );
  });

  test('4.3-6 a file becomes a piece with its digests and leaves the inbox; its name told when it was made', async () => {
    const { files } = await here.keeper.client.view(footageInbox);
    expect(files).toMatchObject([
      { name: 'C1_20260301_080000.mp4', from: '2026-03-01T00:00:00.000Z', to: null, waiting: false },
    ]);
    const from = ago(200);
    const taken = await here.take([{ name: 'C1_20260301_080000.mp4', from: iso(from), to: null }]);
    expect(taken).toMatchObject([{ state: 'taken', problem: null }]);
    expect(existsSync(here.inbox('C1_20260301_080000.mp4'))).toBe(false);
    const sha256 = digestOf('ten-seconds.mp4');
    const to = iso(from + 10 * second);
    expect(await here.piecesOf(from)).toMatchObject([
      { from: iso(from), to, origin: 'imported', keptOn: 'store', sha256, playableMs: 10_000, problem: null },
    ]);
    expect(existsSync(join(here.site.config.footageDir, 'pieces', objectPath(sha256)))).toBe(true);
  });

  test('what is broken is kept and marked with what could be read of it', async () => {
    here.put('ten-seconds.mp4', 'cut.mp4');
    here.put('piece-0.mp4', 'whole.mp4');
    here.put('piece-1.mp4', 'fragment-cut.mp4');
    truncateSync(here.inbox('fragment-cut.mp4'), 6_000);
    truncateSync(here.inbox('cut.mp4'), 8_000);
    writeFileSync(here.inbox('noise.mp4'), 'this is no film');
    for (const name of ['fragment-cut.mp4', 'cut.mp4', 'noise.mp4']) here.settle(name);
    const from = ago(190);
    const at = (n: number) => iso(from + n * 60 * second);
    const taken = await here.take([
      { name: 'cut.mp4', from: at(0), to: at(1) },
      { name: 'whole.mp4', from: at(1), to: null },
      { name: 'fragment-cut.mp4', from: at(2), to: null },
      { name: 'noise.mp4', from: at(3), to: at(4) },
    ]);
    expect(taken.map(({ state, problem }) => [state, problem])).toEqual([
      ['taken', 'unreadable'],
      ['taken', null],
      ['taken', 'cut-off'],
      ['taken', 'unreadable'],
    ]);
    const pieces = await here.piecesOf(from);
    expect(pieces.map(({ playableMs }) => playableMs)).toEqual([0, 4_000, expect.any(Number), 0]);
    const partly = pieces[2]?.playableMs ?? 0;
    expect(partly).toBeGreaterThan(0);
    expect(partly).toBeLessThan(4_000);
    const { day: whole, gaps } = await here.lead.client.view(footageDay, {
      subject: here.cameraId,
      input: { on: dayOf(from) },
    });
    expect(gaps.at(0)).toEqual({ from: whole.from, to: at(0) });
    expect(gaps.at(1)).toEqual({ from: iso(from + 64 * second), to: at(2) });
    const { cameras } = await here.lead.client.view(footageMonth, { input: { month: whole.to.slice(0, 7) } });
    expect(cameras.map(({ code }) => code)).toEqual(['C1', 'C2']);
    const shown = cameras[0]?.days.find(({ on }) => on === dayOf(from));
    // A minute, four seconds, what could be read of the cut one, a minute; nobody vouches for any of it.
    expect(shown?.heldMinutes).toBeGreaterThan(2);
    expect(shown).toMatchObject({ checkedMinutes: 0, problems: 3, deleted: false });
  });

  test('a file that says no length, the same bytes again, a link, the future, and twice are refused by name', async () => {
    const from = ago(150);
    writeFileSync(here.inbox('silent.mp4'), 'nothing to play');
    expect(await here.take([{ name: 'silent.mp4', from: iso(from), to: null }])).toMatchObject([
      { state: 'failed', outcome: 'changing' },
    ]);
    here.settle('silent.mp4');
    expect(await here.take([{ name: 'silent.mp4', from: iso(from), to: null }])).toMatchObject([
      { state: 'failed', outcome: 'length-unknown' },
    ]);
    expect(existsSync(here.inbox('silent.mp4'))).toBe(true);
    here.put('ten-seconds.mp4', 'again.mp4');
    expect(await here.take([{ name: 'again.mp4', from: iso(ago(200)), to: null }])).toMatchObject([
      { state: 'failed', outcome: 'already-kept' },
    ]);
    symlinkSync('/etc/passwd', here.inbox('link.mp4'));
    const attempt = (name: string, more: object = {}) =>
      codeOf(
        here.keeper.client.tryAct(footageImport, {
          subject: here.cameraId,
          input: { files: [{ name, from: iso(from), to: null, ...more }] },
        }),
      );
    expect(await attempt('link.mp4')).toBe('not-in-inbox');
    expect(await attempt('../pieces')).toBe('not-in-inbox');
    expect(await attempt('nowhere.mp4')).toBe('not-in-inbox');
    expect(await attempt('silent.mp4', { from: iso(Date.now() + day) })).toBe('footage-in-future');
    expect(await attempt('silent.mp4', { to: iso(from - second) })).toBe('period-reversed');
    const twice = { name: 'silent.mp4', from: iso(from), to: null };
    const input = { files: [twice, twice] };
    expect(await codeOf(here.keeper.client.tryAct(footageImport, { subject: here.cameraId, input }))).toBe(
      'file-waits-already',
    );
    const { files } = await here.keeper.client.view(footageInbox);
    expect(files.map(({ name }) => name)).toEqual(['silent.mp4']);
  });
});

describe('playback', () => {
  test('4.3-7 plays what lies in the opened period, whole or a range of bytes, and nothing else', async () => {
    const from = ago(200);
    const input = { from: iso(from), to: iso(from + 60 * second) };
    const { grant, pieces } = await here.lead.client.view(footagePlay, { subject: here.cameraId, input });
    expect(pieces).toMatchObject([{ mediaType: 'video/mp4; codecs="avc1.64000a"', inFragments: false }]);
    const bytes = filmBytes('ten-seconds.mp4');
    const fetchPiece = (id: string, range?: string) =>
      here.lead.client.request(
        'GET',
        `${routeOf(footageBytes).path.replace(':grant', grant)}?piece=${encodeURIComponent(id)}`,
        undefined,
        range === undefined ? {} : { range },
      );
    const id = pieces[0]?.id ?? '';
    const whole = await fetchPiece(id);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    const part = await fetchPiece(id, 'bytes=100-199');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true);
    expect((await fetchPiece(id, 'bytes=-5')).headers.get('content-length')).toBe('5');
    expect((await fetchPiece(id, `bytes=${bytes.length}-`)).status).toBe(416);
    const elsewhere = (await here.piecesOf(ago(190)))[1]?.id ?? '';
    expect((await fetchPiece(elsewhere)).status).toBe(404);
    expect((await fetchPiece("' or 1=1")).status).toBe(404);
    const longer = { from: iso(from), to: iso(from + day + second) };
    expect(await codeOf(here.lead.client.tryView(footagePlay, { subject: here.cameraId, input: longer }))).toBe(
      'period-too-long',
    );
    expect(await codeOf(here.vendor.client.tryView(footagePlay, { subject: here.cameraId, input }))).toBe(
      'not-permitted',
    );
  });

  test('4.3-7 4.3-8 a person of the archive vouches for a period whose footage he has opened', async () => {
    const from = ago(200);
    const period = { from: iso(from - 60 * second), to: iso(from + 60 * second) };
    const seen = [{ from: iso(from), to: iso(from + 10 * second) }];
    const input = { ...period, seen, findings: '正常作业，无异常' };
    const enter = (who: Who, more: object = {}) =>
      who.client.tryAct(playbackCheckEnter, { subject: here.cameraId, input: { ...input, ...more } });
    expect(await codeOf(enter(here.vendor))).toBe('not-permitted');
    expect(await codeOf(enter(here.keeper))).toBe('range-not-opened');
    expect(await codeOf(enter(here.lead, { seen: [{ from: iso(from), to: iso(from + 5 * second) }] }))).toBe(
      'too-little-seen',
    );
    expect(await codeOf(enter(here.lead, { seen: [...seen, ...seen] }))).toBe('range-twice');
    expect(await codeOf(enter(here.lead, { to: iso(Date.now() + day) }))).toBe('footage-in-future');
    expect(await codeOf(enter(here.lead, { from: period.to, to: period.from }))).toBe('period-reversed');
    const output = (await enter(here.lead)) as { output: { checkId: string; number: string; issue: null } };
    const { checkId, number } = output.output;
    const { items } = await here.lead.client.view(playbackCheckList, { input: {} });
    expect(items).toMatchObject([{ number, camera: { code: 'C1' }, passed: true, checkedBy: { name: '赵主管' } }]);
    const { html } = await here.lead.client.view(playbackCheckPrint, { subject: checkId });
    for (const words of ['视频回放检查记录', number, '正常作业，无异常', '10 秒', '赵主管', '保存到期'])
      expect(html).toContain(words);
  });

  test('4.3-7 what was not in order opens an issue', async () => {
    const from = ago(190) + 60 * second;
    const input = { from: iso(from), to: iso(from + 4 * second) };
    await here.keeper.client.view(footagePlay, { subject: here.cameraId, input });
    const failure = { owner: here.vendor.personId, dueOn: '2099-01-01' };
    const check = { ...input, seen: [input], findings: '镜头被遮挡', failure };
    const { issue } = await here.keeper.client.act(playbackCheckEnter, { subject: here.cameraId, input: check });
    const { items } = await here.lead.client.view(issueList, { input: {} });
    expect(items).toMatchObject([{ number: issue, title: '回放检查发现问题：摄像机 C1', state: 'open' }]);
  });

  test('4.3-7 last week’s playback is drawn once, by the ledger’s own root', async () => {
    const monday = Date.now() - 7 * day;
    await asOwner(here.site, `update footage set from_at = $1, to_at = $2 where file_name = 'whole.mp4'`, [
      iso(monday),
      iso(monday + 4 * second),
    ]);
    const weekLater = Date.now();
    await drawPlaybackPlan(here.site.db, weekLater);
    await drawPlaybackPlan(here.site.db, weekLater);
    const { weeks } = await here.lead.client.view(playbackPlanShow);
    expect(weeks).toHaveLength(1);
    expect(weeks[0]?.seed).toMatch(/^[0-9a-f]{64}$/);
    const overdue = async () => {
      const { items } = await here.officers.securityOfficer.client.view(alarmList, { input: {} });
      return items.filter(({ kind }) => kind === 'playback-overdue').length;
    };
    await lookForAlarms(here.site.db, here.site.config, premisesLooks, null);
    expect(await overdue()).toBe(0);
    const due = Date.parse(`${weeks[0]?.dueOn ?? ''}T00:00:00+08:00`);
    await lookForAlarms(here.site.db, here.site.config, premisesLooks, null, due + 2 * day);
    expect(await overdue()).toBe((weeks[0]?.samples.length ?? 0) > 0 ? 1 : 0);
  });
});

test('4.3-6 at 95 % of the disk work stops; whoever takes up work asks', async () => {
  expect([94, 95, 100].map(isDiskFull)).toEqual([false, true, true]);
  const { disk } = await here.lead.client.view(footageMonth, { input: { month: '2026-01' } });
  expect(await isFootageDiskFull(here.site.config.footageDir)).toBe(isDiskFull(disk?.usedPercent ?? 0));
});

describe('what is kept elsewhere, and what is looked after', () => {
  test('4.3-5 the vendor’s footage is received with a list that he agrees to, and can be taken in from its medium', async () => {
    const from = ago(20);
    const file = {
      ...{ cameraId: here.other, name: 'C2.mp4', from: iso(from), to: iso(from + 4 * second) },
      ...{ bytes: '6625', sha256: digestOf('piece-2.mp4') },
    };
    const sent = { input: { mediumNumber: 'HD-07', remark: '第一批', files: [file] } };
    const twice = { input: { ...sent.input, files: [file, { ...file, name: '重复.mp4' }] } };
    expect(await codeOf(here.keeper.client.tryAct(footageHandOver, twice))).toBe('footage-known');
    expect(await codeOf(here.lead.client.tryAct(footageHandOver, sent))).toBe('not-footage-keeper');
    const { handoverId, number } = await withSecond(here.keeper, here.vendor, footageHandOver, sent);
    const { items } = await here.lead.client.view(footageHandoverList, { input: {} });
    expect(items).toMatchObject([
      {
        number,
        mediumNumber: 'HD-07',
        handedBy: { name: '孙经理' },
        receivedBy: { name: '钱保管' },
        files: 1,
        bytes: '6625',
      },
    ]);
    const { html } = await here.lead.client.view(footageHandoverPrint, { subject: handoverId });
    for (const words of ['监控数据移交单', 'HD-07', file.sha256, 'C2.mp4', '孙经理']) expect(html).toContain(words);
    expect(await here.piecesOf(from, here.other)).toMatchObject([
      { origin: 'handover', keptOn: 'medium', playableMs: 0 },
    ]);
    here.put('piece-2.mp4', 'from-medium.mp4');
    const taken = await here.take([{ name: 'from-medium.mp4', from: iso(from), to: null }], here.other);
    expect(taken).toMatchObject([{ state: 'taken' }]);
    expect(await here.piecesOf(from, here.other)).toMatchObject([
      { origin: 'handover', keptOn: 'store', playableMs: 4_000 },
    ]);
  });

  test('4.3-6 a piece whose bytes changed, and one that is gone, are found, marked and told', async () => {
    const pieces = join(here.site.config.footageDir, 'pieces');
    const footage = await openFolderStore(pieces);
    const before = new Date(Date.now() + day);
    expect(await examineFootage({ ...here.site, footage }, null, { before })).toBe(0);
    const path = join(pieces, objectPath(digestOf('piece-2.mp4')));
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await footage.remove(digestOf('piece-0.mp4'));
    expect(await examineFootage({ ...here.site, footage }, null, { before: new Date(Date.now() + day) })).toBe(2);
    expect(await here.piecesOf(ago(20), here.other)).toMatchObject([{ problem: 'altered' }]);
    await lookForAlarms(here.site.db, here.site.config, premisesLooks, null);
    await lookForAlarms(here.site.db, here.site.config, premisesLooks, null);
    const { items } = await here.officers.securityOfficer.client.view(alarmList, { input: {} });
    expect(items.filter(({ kind }) => kind === 'footage-altered')).toHaveLength(2);
  });
});
