/** What imaging offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import type { JobDecl, JobHandler } from '#/base/server/jobs/job.ts';
import { lookHandler, lookJob, type LookDeps } from './capture/look-job.ts';
import { discardHandler, discardJob } from './forget.ts';
import { agentRoutes } from './routes/agent.ts';
import { type CaptureDeps, captureRoutes } from './routes/captures.ts';
import { inspectionRoutes } from './routes/inspections.ts';
import { type PictureDeps, pictureRoutes } from './routes/pictures.ts';
import { slotRoutes } from './routes/slots.ts';
import { treatmentRoutes } from './routes/treatments.ts';
import { treatHandler, treatJob } from './treat/treat-job.ts';

export { type ImageCounts, imageCounts } from './counts.ts';
export { imagesOfRoom } from './forget.ts';
export { ringForImages } from './capture/look-job.ts';
export { unfinishedInspection } from './inspect/state.ts';
export { unfinishedScan } from './capture/state.ts';
export { unfinishedTreatment } from './treat/state.ts';
export { ringForTreatment } from './treat/treat-job.ts';
export { Regions } from './iiif/regions.ts';
export { LookPool } from './look/pool.ts';

/** Every declared act and view of the room, with its code. */
export const imagingBindings = (deps: CaptureDeps & PictureDeps): Binding[] => [
  ...captureRoutes(deps),
  ...agentRoutes(deps),
  ...slotRoutes(),
  ...inspectionRoutes(),
  ...pictureRoutes(deps),
  ...treatmentRoutes(deps),
];

export const imagingJobs: readonly JobDecl[] = [lookJob, treatJob, discardJob];

export const imagingHandlers = (deps: LookDeps): JobHandler[] => [
  lookHandler(deps),
  treatHandler(deps),
  discardHandler(deps),
];
