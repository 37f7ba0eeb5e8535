/** What acceptance offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import type { JobDecl, JobHandler } from '#/base/server/jobs/job.ts';
import { type CheckDeps, checkHandler, checkJob } from './check/check-job.ts';
import type { FindingDeps } from './findings.ts';
import { checkRoutes } from './routes/checks.ts';
import { type SamplingDeps, samplingRoutes } from './routes/sampling.ts';
import { securityRoutes } from './routes/security.ts';

export { acceptanceTexts } from './forget.ts';
export { settledByAcceptance } from './settled.ts';

/** Every declared act and view of the room, with its code. */
export const acceptanceBindings = (deps: SamplingDeps & FindingDeps): Binding[] => [
  ...samplingRoutes(deps),
  ...checkRoutes(deps),
  ...securityRoutes(deps),
];

export const acceptanceJobs: readonly JobDecl[] = [checkJob];

export const acceptanceHandlers = (deps: CheckDeps): JobHandler[] => [checkHandler(deps)];
