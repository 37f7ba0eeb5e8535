import type { OutputOf } from '#/base/rules/declare.ts';
import type { pileShow } from '../rules/api/tasks.ts';

export type Pile = OutputOf<typeof pileShow>;
export type PileItem = Pile['items'][number];
export type PileStep = Pile['steps'][number];
