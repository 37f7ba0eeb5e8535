/** What workflow offers to `app` and to later rooms. */
import type { Db } from '#/base/server/db.ts';
import type { Binding } from '#/base/server/door/bind.ts';
import type { Listener } from '#/base/server/jobs/announce.ts';
import type { JobHandler } from '#/base/server/jobs/job.ts';
import type { Kept, UnfinishedOf } from './ports.ts';
import { definitionRoutes } from './routes/definitions.ts';
import { pileRoutes } from './routes/piles.ts';
import { taskRoutes } from './routes/tasks.ts';
import { trackingRoutes } from './routes/tracking.ts';
import { handoverHandler, handoverListener } from './units-job.ts';

export { workflowLooks } from './alarms.ts';
export { claimedOfKind, type ClaimedTask, claimedTask, openOfKind, returnTargets, sendBackClaimed } from './claimed.ts';
export type { Kept, Unfinished } from './ports.ts';
export { workflowTexts } from './store/forget.ts';
export { findUnit, hasClaimed, unitOfOriginal } from './store/units.ts';
export { taskHoldings } from './holdings.ts';
export { releaseLapsed } from './lapse.ts';

/** Every declared act and view of the room, with its code. */
export const workflowBindings = (deps: { db: Db; unfinishedOf: UnfinishedOf; kept: Kept }): Binding[] => [
  ...definitionRoutes(),
  ...taskRoutes(deps),
  ...pileRoutes(deps),
  ...trackingRoutes(),
];

export const workflowListeners: readonly Listener[] = [handoverListener];

export const workflowHandlers = (deps: { db: Db }): JobHandler[] => [handoverHandler(deps)];
