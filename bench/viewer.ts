/**
 * `npm run bench -- viewer`: from the key press to the next page painted, in the inspection of a volume of 300 images
 * in Chromium, against the floor: an `<img>` on a bare page whose source is swapped among pictures that were loaded
 * before. Interleaved rounds; milliseconds, and the ratio of the 95th percentiles.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { routeOf } from '#/base/rules/declare.ts';
import { captureShow, slotMark } from '#/imaging/rules/api/captures.ts';
import { inspectionOpen, inspectionShow } from '#/imaging/rules/api/inspections.ts';
import { pictureBytes, picturesOpen } from '#/imaging/rules/api/pictures.ts';
import { textSet, textSettings } from '#/imaging/rules/api/texts.ts';
import { planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { samplePage } from '#/imaging/server/sample-pages/page.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { staffCustody } from '../test/custody-site.ts';
import { open, seen, send } from '../test/scans.ts';
import { openBrowser, sizes } from '../test/stories/chromium.ts';
import { comeToWork, type Crew, crewOf, doStep, handle, workUpTo } from '../test/workflow-site.ts';
import { doorOf, end, freePort, launch, untilReady } from '../drill/running-site.ts';
import { quantile, rounded } from './figures.ts';

/** A volume of so many images that has come to inspection; answers its code. */
async function volumeToInspect(here: Crew, images: number): Promise<string> {
  const { scanner, device, projectId, lead, keeper } = here;
  // Whoever looks sits at another machine: reading would take the processor of the browser that is measured.
  for (const { fondsId: subject } of (await keeper.client.view(textSettings)).items)
    await lead.client.act(textSet, { subject, input: { direction: 'horizontal', skipped: true } });
  const { codes } = await comeToWork(here, [1]);
  await workUpTo(here, 'scan', codes);
  const code = codes[0] ?? '';
  await scanner.client.act(taskPick, { input: { code } });
  const { captureId } = await open(scanner, code, device);
  const drawn: Buffer[] = [];
  for (const plan of planPages(20271128, 10)) drawn.push((await samplePage({ ...plan, quality: 90 })).bytes);
  for (let from = 0; from < images; from += 20) {
    const scans = await Promise.all(
      Array.from({ length: Math.min(20, images - from) }, async (_, index) => {
        const number = from + index + 1;
        // Each with a mark of another size, so that none has the bytes of another.
        const [width, height] = [1 + (number % 20), 1 + Math.floor(number / 20)];
        const mark = { create: { width, height, channels: 3, background: '#888' } } as const;
        const bytes = await sharp(drawn[number % drawn.length])
          .resize(1240)
          .composite([{ input: mark, left: 600, top: 0 }])
          .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 })
          .toBuffer();
        return { name: `${number}.tif`, bytes };
      }),
    );
    await send(scanner, captureId, scans);
  }
  const { slots, difference } = await seen(scanner, 300_000);
  if (slots.length !== images) throw new Error(`${slots.length} images of ${images}`);
  for (const { id } of slots.slice(0, difference ?? 0))
    await scanner.client.act(slotMark, { subject: id, input: { face: 'blank' } });
  const { capture } = await scanner.client.view(captureShow);
  if (capture === null || capture.obstacles.length > 0) throw new Error(JSON.stringify(capture?.obstacles));
  await handle(scanner, [code]);
  await scanner.client.act(taskSubmit, { subject: projectId, input: { step: 'scan', codes: [code], device } });
  await doStep(here, 'treat', [code]);
  return code;
}

/** In the page: how long after the key the picture that `shown` names was painted. */
const watcher = (shown: string): string => `
  window.paints = [];
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowRight') return;
    const [before, pressed] = [(${shown})(), event.timeStamp];
    const look = () => {
      if ((${shown})() === before) return requestAnimationFrame(look);
      // After this frame has been painted.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.paints.push(performance.now() - pressed);
        channel.port2.postMessage(0);
      });
    };
    requestAnimationFrame(look);
  }, { capture: true });`;

const ofViewer = `() => {
  const image = document.querySelector('.sc-view-page:not(.sc-view-ahead)');
  return image !== null && image.complete ? image.getAttribute('src') : null;
}`;
const ofFloor = `() => document.querySelector('img').getAttribute('src')`;

async function pressThrough(page: Page, times: number): Promise<number[]> {
  await page.evaluate('window.paints.length = 0');
  for (let n = 0; n < times; n += 1) {
    await page.keyboard.press('ArrowRight');
    // As fast as somebody looks who only looks.
    await sleep(250);
  }
  return page.evaluate<number[]>('window.paints');
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { images: { type: 'string' }, presses: { type: 'string' } } });
  const [images, presses] = [Number(values.images ?? 300), Number(values.presses ?? 40)];
  const dataDir = mkdtempSync(join(tmpdir(), 'shoucang-viewer-'));
  const site = launch(dataDir, await freePort());
  const browser = await openBrowser();
  try {
    await untilReady(site);
    const door = doorOf(site);
    const here = await crewOf(door, await staffCustody(door));
    const code = await volumeToInspect(here, images);
    const { inspector } = here;
    await inspector.client.act(taskPick, { input: { code } });
    const { inspectionId } = await inspector.client.act(inspectionOpen, { input: { code } });
    const { slots, unitId } = await inspector.client.view(inspectionShow, { subject: inspectionId });
    const { grant } = await inspector.client.view(picturesOpen, { subject: unitId });
    const context = await browser.newContext({ viewport: sizes.large });
    const url = door.origin.replace('http:', 'https:');
    await context.addCookies(
      [...inspector.client.cookies].map(([name, value]) => ({ name, value, url, secure: true })),
    );
    const viewer = await context.newPage();
    await viewer.goto(`${door.origin}/inspect`);
    await viewer.evaluate(`sessionStorage.setItem('shoucang.inspection', '${inspectionId}')`);
    await viewer.reload();
    await viewer.locator('.sc-view-page').first().waitFor();
    await viewer.evaluate(watcher(ofViewer));
    const floor = await context.newPage();
    // A page that may show pictures; what stands on it is taken away.
    await floor.goto(`${door.origin}/login`);
    const address = (masterId: string | null): string =>
      routeOf(pictureBytes).path.replace(':grant', grant).replace('*', `${masterId}/screen.jpg`);
    const sources = slots.slice(0, presses + 5).map(({ masterId }) => address(masterId));
    await floor.evaluate(`(async () => {
      const only = document.createElement('img');
      Object.assign(only.style, { width: '100vw', height: '100vh', objectFit: 'contain' });
      document.body.replaceChildren(only);
      const sources = ${JSON.stringify(sources)};
      window.kept = sources.map((source) => Object.assign(new Image(), { src: source }));
      await Promise.all(window.kept.map((image) => image.decode()));
      let at = 0;
      const image = document.querySelector('img');
      image.src = sources[0];
      window.addEventListener('keydown', (event) => {
        if (event.key === 'ArrowRight') image.src = sources[(at += 1) % sources.length];
      });
    })()`);
    await floor.evaluate(watcher(ofFloor));
    const samples = { ours: [] as number[], floor: [] as number[] };
    for (let round = 0; round < 4; round += 1) {
      for (const [kind, page] of [
        ['floor', floor],
        ['ours', viewer],
      ] as const) {
        await page.bringToFront();
        await sleep(500);
        const found = await pressThrough(page, presses);
        // The first round warms up.
        if (round > 0) samples[kind].push(...found);
      }
    }
    const at = (kind: 'ours' | 'floor', q: number): number => rounded(quantile(samples[kind], q), 1);
    const figures = {
      ...{ bench: 'viewer', images, presses: samples.ours.length },
      ours: { p50: at('ours', 0.5), p95: at('ours', 0.95), most: at('ours', 1) },
      floor: { p50: at('floor', 0.5), p95: at('floor', 0.95), most: at('floor', 1) },
      ratio: rounded(quantile(samples.ours, 0.95) / quantile(samples.floor, 0.95)),
    };
    console.log(`p95 ours ${figures.ours.p95} ms, bare <img> ${figures.floor.p95} ms, ratio ${figures.ratio}`);
    console.log(JSON.stringify(figures));
  } finally {
    await browser.close();
    await end(site);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
