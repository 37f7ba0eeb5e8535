/** What products offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import type { JobDecl, JobHandler } from '#/base/server/jobs/job.ts';
import { type CarrierDeps, carrierHandler, carrierJob } from './carrier-job.ts';
import { type MakeDeps, makeHandler, makeJob } from './make/make-job.ts';
import { type PackageDeps, packageRoutes } from './routes/packages.ts';

export { verifyBag } from './bag/verify.ts';
export { inputOf, stoppedIn } from './input.ts';
export { keptInPackage } from './kept.ts';
export { productsOfRoom } from './forget.ts';
export { carriersOfProject, findCarrier, type ProjectCarrier } from './store/carriers.ts';
export { type Settled, withdrawFailed } from './settled.ts';
export {
  allFiles,
  findPackage,
  lockPackage,
  madePackages,
  type PackageRow,
  packagesForAcceptance,
  type PackedFile,
  type PackedUnit,
  unitsOfPackage,
} from './store/packages.ts';

/** Every declared act and view of the room, with its code. */
export const productsBindings = (deps: PackageDeps): Binding[] => packageRoutes(deps);

export const productsJobs: readonly JobDecl[] = [makeJob, carrierJob];

export const productsHandlers = (deps: MakeDeps & CarrierDeps): JobHandler[] => [
  makeHandler(deps),
  carrierHandler(deps),
];
