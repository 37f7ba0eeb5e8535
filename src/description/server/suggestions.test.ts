/** Suggestions from what the machine read of the images, by the real engine and the real job (5.6-4). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '../../../test/owner.ts';
import {
  bindLine,
  claim,
  desk,
  type DescriptionSite,
  openDescriptionSite,
  toDescribe,
} from '../../../test/description-site.ts';
import { drawnPage, open, seen, send } from '../../../test/scans.ts';
import { openRecogniser, type Recogniser } from '#/imaging/server/door.ts';
import { presetLine } from '#/workflow/rules/preset.ts';

let here: DescriptionSite;
let reader: Recogniser;

beforeAll(async () => {
  reader = await openRecogniser('ppocr');
  here = await openDescriptionSite({ recogniser: () => Promise.resolve(reader) });
  // Described beside scanning, not before it.
  const after: Record<string, readonly string[]> = { scan: ['prepare'], treat: ['scan', 'describe'] };
  await bindLine(
    here,
    presetLine.map((step) => ({ ...step, after: [...(after[step.key] ?? step.after)] })),
    '扫描与著录并行',
  );
}, 180_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
  await reader[Symbol.asyncDispose]();
});

test(
  '5.6-4 what stands on an image is proposed to its first typist, with the place where it stands',
  { timeout: 180_000 },
  async () => {
    const [{ code, id } = { code: '', id: '' }] = await toDescribe(here, 1);
    await claim(here.scanner, code);
    const { captureId } = await open(here.scanner, code, here.device);
    const { bytes, truth } = await drawnPage('notice', 34);
    await send(here.scanner, captureId, [{ name: '1.jpg', bytes }]);
    await seen(here.scanner);
    const states = () => asOwner(here.site, 'select state from page_text');
    await expect.poll(states, { timeout: 120_000, interval: 250 }).toEqual([{ state: 'done' }]);
    await claim(here.describer, code);
    const { suggestions } = await desk(here.describer, id);
    const number = suggestions.find(({ field }) => field === 'documentNumber');
    expect(number?.text).toBe(truth[1]);
    // Set in the middle of the sheet, 720 dots from its upper edge at 300 to the inch.
    expect(number?.box.page).toBe(1);
    expect(Math.abs((number?.box.y ?? 0) + (number?.box.height ?? 0) / 2 - 373)).toBeLessThan(20);
    expect(suggestions.find(({ field }) => field === 'title')?.text).toBe(truth[2]);
  },
);
