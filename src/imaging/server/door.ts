/** What imaging offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import type { JobDecl, JobHandler } from '#/base/server/jobs/job.ts';
import { lookHandler, lookJob, type LookDeps } from './capture/look-job.ts';
import { discardHandler, discardJob } from './forget.ts';
import { type CaptureDeps, captureRoutes } from './routes/captures.ts';
import { inspectionRoutes } from './routes/inspections.ts';
import { type PictureDeps, pictureRoutes } from './routes/pictures.ts';
import { slotRoutes } from './routes/slots.ts';
import { type TextDeps, textRoutes } from './routes/texts.ts';
import { type RecogniseDeps, recogniseHandler, recogniseJob } from './text/recognise-job.ts';

export { imagesOfRoom } from './forget.ts';
export { ringForImages } from './capture/look-job.ts';
export { unfinishedInspection } from './inspect/state.ts';
export { unfinishedScan } from './capture/state.ts';
export { Regions } from './iiif/regions.ts';
export { LookPool } from './look/pool.ts';
export { openRecogniser } from './text/apart.ts';
export { pageLinesOf } from './text/page-lines.ts';
export { ringForWaitingText } from './text/recognise-job.ts';
export type { Recogniser } from './text/recogniser.ts';

/** Every declared act and view of the room, with its code. */
export const imagingBindings = (deps: CaptureDeps & PictureDeps & TextDeps): Binding[] => [
  ...captureRoutes(deps),
  ...slotRoutes(),
  ...inspectionRoutes(),
  ...pictureRoutes(deps),
  ...textRoutes(deps),
];

export const imagingJobs: readonly JobDecl[] = [lookJob, recogniseJob, discardJob];

export const imagingHandlers = (deps: LookDeps & RecogniseDeps): JobHandler[] => [
  lookHandler(deps),
  ...recogniseHandler(deps),
  discardHandler(deps),
];
