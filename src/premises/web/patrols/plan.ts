import type { z } from 'zod';
import type { patrolPlan } from '../../rules/api/patrols.ts';

/** What the page is made from. */
export type PatrolPlan = z.infer<typeof patrolPlan.output>;
