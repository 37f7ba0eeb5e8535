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
import { type TextDeps, textRoutes } from './routes/texts.ts';
import { type RecogniseDeps, recogniseHandler, recogniseJob } from './text/recognise-job.ts';

export { type ImageCounts, imageCounts } from './counts.ts';
export { type DeliveredImage, deliveredImage } from './deliver/image.ts';
export { deliveredLines, type DeliveredPage, deliveryOf } from './deliver/pages.ts';
export { imagesOfRoom } from './forget.ts';
export { ringForImages } from './capture/look-job.ts';
export { unfinishedInspection } from './inspect/state.ts';
export { unfinishedScan } from './capture/state.ts';
export { unfinishedTreatment } from './treat/state.ts';
export { ringForTreatment } from './treat/treat-job.ts';
export { Regions } from './iiif/regions.ts';
export { LookPool } from './look/pool.ts';
export { openRecogniser } from './text/apart.ts';
export { pageLinesOf } from './text/page-lines.ts';
export { unfinishedReading } from './text/unfinished.ts';
export { ringForWaitingText } from './text/recognise-job.ts';
export type { Recogniser } from './text/recogniser.ts';

/** Every declared act and view of the room, with its code. */
export const imagingBindings = (deps: CaptureDeps & PictureDeps & TextDeps): Binding[] => [
  ...captureRoutes(deps),
  ...agentRoutes(deps),
  ...slotRoutes(),
  ...inspectionRoutes(),
  ...pictureRoutes(deps),
  ...treatmentRoutes(deps),
  ...textRoutes(deps),
];

export const imagingJobs: readonly JobDecl[] = [lookJob, treatJob, recogniseJob, discardJob];

export const imagingHandlers = (deps: LookDeps & RecogniseDeps): JobHandler[] => [
  lookHandler(deps),
  treatHandler(deps),
  ...recogniseHandler(deps),
  discardHandler(deps),
];
