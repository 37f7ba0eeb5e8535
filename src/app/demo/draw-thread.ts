/** Draws pages of the demonstration, two at a time, in the order in which they are needed. */
import { parentPort, workerData } from 'node:worker_threads';
import { samplePage } from '#/imaging/server/sample-pages/page.ts';
import { type Drawn, type MadePage, madePlans } from './made-pages.ts';

const waiting = [...(workerData as readonly MadePage[])];

async function lane(): Promise<void> {
  for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
    const { bytes } = await samplePage(madePlans[page]);
    parentPort?.postMessage({ page, bytes } satisfies Drawn);
  }
}

await Promise.all([lane(), lane()]);
