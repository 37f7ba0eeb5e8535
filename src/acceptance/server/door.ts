/** What acceptance offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import type { JobDecl, JobHandler } from '#/base/server/jobs/job.ts';
import { checkForm } from '../forms/check.ts';
import { samplingForm } from '../forms/sampling.ts';
import { securityForm } from '../forms/security.ts';
import { transferForm } from '../forms/transfer.ts';
import { type CheckDeps, checkHandler, checkJob } from './check/check-job.ts';
import type { FindingDeps } from './findings.ts';
import { type ReadingDeps, readingHandler, readingJob } from './reading-job.ts';
import { checkRoutes } from './routes/checks.ts';
import { type SamplingDeps, samplingRoutes } from './routes/sampling.ts';
import { printRoutes } from './routes/prints.ts';
import { securityRoutes } from './routes/security.ts';
import { type TransferDeps, transferRoutes } from './routes/transfer.ts';

export { acceptanceTexts } from './forget.ts';
export { settledByAcceptance } from './settled.ts';

/** Every declared act and view of the room, with its code. */
export const acceptanceBindings = (deps: SamplingDeps & FindingDeps & TransferDeps): Binding[] => [
  ...samplingRoutes(deps),
  ...checkRoutes(deps),
  ...securityRoutes(deps),
  ...transferRoutes(deps),
  ...printRoutes(),
];

export const acceptanceJobs: readonly JobDecl[] = [checkJob, readingJob];

export const acceptanceForms = [samplingForm, checkForm, securityForm, transferForm] as const;

export const acceptanceHandlers = (deps: CheckDeps & ReadingDeps): JobHandler[] => [
  checkHandler(deps),
  readingHandler(deps),
];
