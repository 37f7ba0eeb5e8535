/** What is accepted over all stays as it was accepted. */
import { refuse } from '#/base/rules/refusal.ts';
import type { Settled } from '#/products/server/door.ts';
import { overallOf } from './store/security.ts';

export const settledByAcceptance: Settled = async (tx, projectId) =>
  (await overallOf(tx, projectId)) ? refuse('overall-done') : null;
