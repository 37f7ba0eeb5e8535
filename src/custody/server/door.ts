/** What custody offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import type { JobDecl, JobHandler } from '#/base/server/jobs/job.ts';
import { classifiedFindForm } from '../forms/classified-find.ts';
import { damageForm } from '../forms/damage.ts';
import { differenceLabelsForm } from '../forms/difference-labels.ts';
import { disinfectionForm } from '../forms/disinfection.ts';
import { handoverDraftForm, handoverListForm } from '../forms/handover-list.ts';
import { precheckForm } from '../forms/precheck.ts';
import { routingSlipsForm } from '../forms/routing-slips.ts';
import { batchRegisterRoutes } from './routes/batch-register.ts';
import { batchRoutes } from './routes/batches.ts';
import { damageRegisterRoutes } from './routes/damage-register.ts';
import { damageRoutes } from './routes/damage.ts';
import { disinfectionRoutes } from './routes/disinfections.ts';
import { preparationRoutes } from './routes/preparations.ts';
import { dueRoutes } from './routes/due.ts';
import { examinationRegisterRoutes } from './routes/examination-register.ts';
import { examinationRoutes } from './routes/examinations.ts';
import { countRoutes } from './routes/counts.ts';
import { type ImportDeps, importHandler, importJob } from './imports/job.ts';
import { type ImportRouteDeps, importRoutes } from './routes/imports.ts';
import { originalRegisterRoutes } from './routes/original-register.ts';
import { originalRoutes } from './routes/originals.ts';
import { haltRoutes } from './routes/halts.ts';
import { type HandoverDeps, handoverRoutes } from './routes/handovers.ts';
import { paperRoutes } from './routes/paper.ts';
import { slipRoutes } from './routes/slips.ts';
import type { LaterRoom } from './ports.ts';
import { sweepRoutes } from './routes/sweeps.ts';
import { undoRoutes } from './routes/undo.ts';
import { workRoutes } from './routes/work.ts';

export type { Agreed, LaterRoom } from './ports.ts';
export { custodyLooks } from './alarms.ts';
export { custodyHoldings, originalsInRange } from './holdings.ts';
export { refusePhotograph } from './photographs.ts';
export {
  type CountedFaces,
  countedFaces,
  countedPages,
  figuresAtWork,
  refuseAtWork,
  refusalOfStanding,
  signSlip,
} from './at-work.ts';
export { findScanned } from './scanned.ts';
export { handedOver, originalsOut } from './store/at-work.ts';
export { codesOf } from './store/codes.ts';
export { findOriginal } from './store/originals.ts';
export { type RegisteredOriginal, registeredOriginals } from './store/registered.ts';

/** Every declared act and view of the room, with its code. */
export const custodyBindings = (deps: ImportRouteDeps & HandoverDeps & { later: readonly LaterRoom[] }): Binding[] => [
  ...originalRoutes(deps),
  ...originalRegisterRoutes(),
  ...importRoutes(deps),
  ...examinationRoutes(),
  ...examinationRegisterRoutes(),
  ...batchRoutes(),
  ...batchRegisterRoutes(),
  ...countRoutes(),
  ...handoverRoutes(deps),
  ...paperRoutes(deps),
  ...workRoutes(),
  ...undoRoutes(),
  ...slipRoutes(),
  ...sweepRoutes(),
  ...haltRoutes(deps),
  ...preparationRoutes(),
  ...damageRoutes(),
  ...damageRegisterRoutes(),
  ...disinfectionRoutes(),
  ...dueRoutes(),
];

export const custodyForms = [
  handoverListForm,
  handoverDraftForm,
  routingSlipsForm,
  precheckForm,
  differenceLabelsForm,
  damageForm,
  classifiedFindForm,
  disinfectionForm,
] as const;

export const custodyJobs: readonly JobDecl[] = [importJob];

export const custodyHandlers = (deps: ImportDeps): JobHandler[] => [importHandler(deps)];
