import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait, and how long between two questions. */
interface Patience {
  forMs?: number;
  everyMs?: number;
}

/**
 * What the server does meanwhile: asked again and again until it answers something.
 *
 * @throws what `ask` throws, and once the patience is over an Error that says what did not come.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null>,
  { forMs = 300_000, everyMs = 200 }: Patience = {},
): Promise<T> {
  for (const end = Date.now() + forMs; ; await sleep(everyMs)) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > end) throw new Error(`${Math.round(forMs / 1_000)} 秒没有等到 not in time: ${what}`);
  }
}
