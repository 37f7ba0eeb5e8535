/** A thread of `LookPool`: looks at files by their path, two at a time, so that unpacking one overlaps measuring another. */
import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { MemoryGate } from './gate.ts';
import { look } from './look.ts';
import type { Answer, Order, Ready, ThreadData } from './pool.ts';

// One thread of libvips to a page: the pool has one thread to a core already. Files are looked at once: no cache.
sharp.concurrency(1);
sharp.cache(false);

const { room, slot } = workerData as ThreadData;
const gate = new MemoryGate(room, slot);
const answer = (message: Answer): void => parentPort?.postMessage(message);

parentPort?.on('message', ({ id, path, pictures }: Order) => {
  look(path, gate, { pictures, turned: () => answer({ id, turned: true }) }).then(
    (seen) => answer({ id, seen }),
    (error: unknown) => answer({ id, error: error instanceof Error ? error : new Error(String(error)) }),
  );
});

parentPort?.postMessage({ ready: true } satisfies Ready);
