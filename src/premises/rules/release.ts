import { refuse, type Refusal } from '#/base/rules/refusal.ts';

export const releaseStates = ['issued', 'passed'] as const;

export interface ReleaseFacts {
  state: (typeof releaseStates)[number];
  bearer: string;
  leavesOn: string;
}

/** 4.6-4: a slip serves once, on its day, and whoever carries the goods does not check them himself. */
export function refusePassing(release: ReleaseFacts, personId: string, day: string): Refusal | null {
  if (release.state === 'passed') return refuse('release-used');
  if (release.bearer === personId) return refuse('own-matter');
  return release.leavesOn === day ? null : refuse('release-not-today', { day: release.leavesOn });
}
