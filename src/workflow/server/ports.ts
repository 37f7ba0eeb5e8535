/** What later rooms know of a step's work: `app` binds them, workflow asks before it is submitted (5.6-2). */
import type { Words } from '#/base/rules/declare.ts';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import type { StepKind } from '../rules/step.ts';
import type { UnitAt } from './store/units.ts';

/** Why a step's work is not finished, and what to do; null when it is. The unit is locked by the transaction. */
export type Unfinished = (tx: Tx, unit: UnitAt, by: SubmittedBy) => Promise<Words | null>;

export interface SubmittedBy {
  personId: string;
  /** Which step of its kind it is in the line, from 1. */
  nth: number;
}

/** Who is asked for each kind of step; one that is missing is done when whoever does it says so. */
export type UnfinishedOf = Partial<Record<StepKind, Unfinished>>;

/** Why a finished unit stays as it is: its images are in a product. Null where nothing keeps it. */
export type Kept = (tx: Tx, unitId: string) => Promise<Refusal | null>;
