/** What is drawn to be played back: of the week, and of what came into the register after its week was drawn. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, businessDay, startOfDay } from '#/base/rules/business-day.ts';
import { type FootageSite, iso, openFootageSite, second } from '../../../test/footage-site.ts';
import { footagePlay } from '../rules/api/footage.ts';
import { playbackPlanShow } from '../rules/api/playback.ts';
import { drawSamples, usualPolicy } from '../rules/playback.ts';
import { drawPlaybackPlan, lastWeek } from './footage/draw.ts';

const zone = 'Asia/Shanghai';
const week = 7 * 86_400_000;
let here: FootageSite;

beforeAll(async () => {
  here = await openFootageSite();
  await here.nameKeeper();
}, 60_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

/** A day into the week of each draw. */
const now = startOfDay(addDays(lastWeek(businessDay(Date.now(), zone)), 8), zone);
const noon = (weeksAgo: number) => now - weeksAgo * week + 12 * 3_600_000;
const weeks = async () => (await here.lead.client.view(playbackPlanShow)).weeks;
const take = async (name: string, film: string, from: number) => {
  here.put(film, name);
  expect(await here.take([{ name, from: iso(from), to: null }])).toMatchObject([{ state: 'taken' }]);
};

describe('4.3-7 the weekly draw', () => {
  test('4.3-7 never passes over what came into the register after its week was drawn', async () => {
    await take('this-week.mp4', 'ten-seconds.mp4', noon(1));
    await drawPlaybackPlan(here.site.db, now);
    expect((await weeks())[0]?.samples).toMatchObject([{ from: iso(noon(1)) }]);
    // Two weeks that are drawn already; one of them has its own share of what came later.
    await take('late.mp4', 'piece-0.mp4', noon(1) + 60 * second);
    await take('older.mp4', 'piece-1.mp4', noon(9));
    await drawPlaybackPlan(here.site.db, now + week);
    const [newest] = await weeks();
    expect(newest?.samples.map(({ from }) => from)).toEqual([iso(noon(9)), iso(noon(1) + 60 * second)]);
    // And once: the next plan does not draw them again.
    await drawPlaybackPlan(here.site.db, now + 2 * week);
    expect((await weeks())[0]?.samples).toEqual([]);
  });

  test('4.3-7 a late piece is drawn by the plan’s seed, its camera and its own week, and can be played', async () => {
    const [, plan] = await weeks();
    const from = noon(9);
    const cameraId = `${here.cameraId}/${lastWeek(businessDay(from + week, zone))}`;
    const again = drawSamples(
      { seed: plan?.seed ?? '', cameraId, policy: usualPolicy },
      [{ from, to: from + 4 * second }],
      [],
    );
    const [sample] = plan?.samples ?? [];
    expect(sample).toMatchObject({ from: iso(again[0]?.from ?? 0), to: iso(again[0]?.to ?? 0), check: null });
    const input = { from: sample?.from ?? '', to: sample?.to ?? '' };
    const { pieces } = await here.lead.client.view(footagePlay, { subject: here.cameraId, input });
    expect(pieces).toMatchObject([{ fileName: 'older.mp4' }]);
  });

  test('4.3-7 never takes the register for complete while an entry is still being written', async () => {
    await here.site.db.transaction().execute(async (tx) => {
      await tx.selectFrom('camera').select('id').execute();
      await take('beside.mp4', 'piece-2.mp4', noon(3));
      await drawPlaybackPlan(here.site.db, now + 3 * week);
    });
    expect((await weeks())[0]?.samples).toEqual([]);
    await drawPlaybackPlan(here.site.db, now + 4 * week);
    expect((await weeks())[0]?.samples).toMatchObject([{ from: iso(noon(3)) }]);
  });
});
