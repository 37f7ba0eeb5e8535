/** What later rooms know of a step's work: `app` binds them, workflow asks before it is submitted (5.6-2). */
import type { Words } from '#/base/rules/declare.ts';
import type { Tx } from '#/base/server/db.ts';
import type { StepKind } from '../rules/step.ts';
import type { UnitAt } from './store/units.ts';

/** Why a step's work is not finished, and what to do; null when it is. The unit is locked by the transaction. */
export type Unfinished = (tx: Tx, unit: UnitAt, personId: string) => Promise<Words | null>;

/** Who is asked for each kind of step; one that is missing is done when whoever does it says so. */
export type UnfinishedOf = Partial<Record<StepKind, Unfinished>>;
