/** What imaging offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import type { JobDecl, JobHandler } from '#/base/server/jobs/job.ts';
import { lookHandler, lookJob, type LookDeps } from './capture/look-job.ts';
import { type CaptureDeps, captureRoutes } from './routes/captures.ts';
import { pictureRoutes } from './routes/pictures.ts';
import { slotRoutes } from './routes/slots.ts';

export { ringForImages } from './capture/look-job.ts';
export { unfinishedScan } from './capture/state.ts';
export { LookPool } from './look/pool.ts';

/** Every declared act and view of the room, with its code. */
export const imagingBindings = (deps: CaptureDeps): Binding[] => [
  ...captureRoutes(deps),
  ...slotRoutes(),
  ...pictureRoutes(deps),
];

export const imagingJobs: readonly JobDecl[] = [lookJob];

export const imagingHandlers = (deps: LookDeps): JobHandler[] => [lookHandler(deps)];
