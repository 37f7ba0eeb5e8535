/** What acceptance offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import type { FindingDeps } from './findings.ts';
import { type SamplingDeps, samplingRoutes } from './routes/sampling.ts';
import { securityRoutes } from './routes/security.ts';

export { acceptanceTexts } from './forget.ts';
export { settledByAcceptance } from './settled.ts';

/** Every declared act and view of the room, with its code. */
export const acceptanceBindings = (deps: SamplingDeps & FindingDeps): Binding[] => [
  ...samplingRoutes(deps),
  ...securityRoutes(deps),
];
