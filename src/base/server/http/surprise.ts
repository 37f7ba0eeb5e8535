import { randomUUID } from 'node:crypto';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { errorFacts, log } from '../log.ts';

/** A surprise: its place goes to the run log under a reference, and the caller learns the reference only. */
export function surprise(error: unknown, facts: { act: string; method: string }): Refusal {
  const ref = randomUUID().slice(0, 8);
  log.error('surprise', { ref, ...facts, ...errorFacts(error) });
  return refuse('internal', { ref });
}
