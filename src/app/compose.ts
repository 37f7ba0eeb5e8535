/** Rooms put together: what the API serves, and the jobs that workers run. */
import { baseApi } from '#/base/rules/api.ts';
import { baseMessages } from '#/base/rules/messages.ts';
import { tableMessages } from '#/base/rules/tables-in/messages.ts';
import { purgeForm } from '#/base/forms/purge-certificate.ts';
import type { Binding } from '#/base/server/door/bind.ts';
import { announcer, type Listener } from '#/base/server/jobs/announce.ts';
import type { JobDecl, JobHandler } from '#/base/server/jobs/job.ts';
import type { Form } from '#/base/server/print.ts';
import { attachmentRoutes } from '#/base/server/routes/attachments.ts';
import { eraseHandler, eraseJob, purgeRoutes } from '#/base/server/routes/purge.ts';
import { recordRoutes } from '#/base/server/routes/records.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import type { AlarmDecl } from '#/base/rules/alarms.ts';
import { acceptanceApi } from '#/acceptance/rules/api.ts';
import { acceptanceMessages } from '#/acceptance/rules/messages.ts';
import {
  acceptanceBindings,
  acceptanceForms,
  acceptanceHandlers,
  acceptanceJobs,
  acceptanceTexts,
  settledByAcceptance,
} from '#/acceptance/server/door.ts';
import { catalogueApi } from '#/catalogue/rules/api.ts';
import { catalogueMessages } from '#/catalogue/rules/messages.ts';
import { catalogueBindings, catalogueForgets, catalogueHandlers, catalogueListeners } from '#/catalogue/server/door.ts';
import { engagementAlarms } from '#/engagement/rules/alarms.ts';
import { engagementApi } from '#/engagement/rules/api.ts';
import { engagementMessages } from '#/engagement/rules/messages.ts';
import { engagementBindings, engagementLooks, heldBy } from '#/engagement/server/door.ts';
import { custodyAlarms } from '#/custody/rules/alarms.ts';
import { custodyApi } from '#/custody/rules/api.ts';
import { custodyMessages } from '#/custody/rules/messages.ts';
import {
  custodyBindings,
  custodyForms,
  custodyHandlers,
  custodyHoldings,
  custodyJobs,
  custodyLooks,
  type LaterRoom,
  originalsInRange,
  refusePhotograph,
} from '#/custody/server/door.ts';
import { descriptionApi } from '#/description/rules/api.ts';
import { descriptionMessages } from '#/description/rules/messages.ts';
import {
  arbitratesIn,
  descriptionBindings,
  descriptionTexts,
  unfinishedDescription,
  unfinishedLink,
} from '#/description/server/door.ts';
import { equipmentAlarms } from '#/equipment/rules/alarms.ts';
import { equipmentApi } from '#/equipment/rules/api.ts';
import { equipmentMessages } from '#/equipment/rules/messages.ts';
import { equipmentBindings, equipmentForms, equipmentLooks } from '#/equipment/server/door.ts';
import { imagingApi } from '#/imaging/rules/api.ts';
import { imagingMessages } from '#/imaging/rules/messages.ts';
import {
  imagesOfRoom,
  imagingBindings,
  imagingHandlers,
  imagingJobs,
  type LookPool,
  pageLinesOf,
  type Recogniser,
  type Regions,
  unfinishedInspection,
  unfinishedReading,
  unfinishedScan,
  unfinishedTreatment,
} from '#/imaging/server/door.ts';
import { premisesAlarms } from '#/premises/rules/alarms.ts';
import { premisesApi } from '#/premises/rules/api.ts';
import { premisesMessages } from '#/premises/rules/messages.ts';
import {
  badgeHoldings,
  premisesBindings,
  premisesDutyPages,
  premisesForms,
  premisesHandlers,
  premisesJobs,
  premisesLooks,
} from '#/premises/server/door.ts';
import { productsApi } from '#/products/rules/api.ts';
import { productMessages } from '#/products/rules/messages.ts';
import {
  keptInPackage,
  productsBindings,
  productsHandlers,
  productsJobs,
  productsOfRoom,
} from '#/products/server/door.ts';
import { protectionAlarms } from '#/protection/rules/alarms.ts';
import { protectionApi } from '#/protection/rules/api.ts';
import { protectionMessages } from '#/protection/rules/messages.ts';
import {
  backupHandler,
  backupJob,
  type Looks,
  namesOf,
  protectionBindings,
  protectionDutyPages,
  type ProtectionDeps,
  protectionForms,
  protectionLooks,
} from '#/protection/server/door.ts';
import { workflowAlarms } from '#/workflow/rules/alarms.ts';
import { workflowApi } from '#/workflow/rules/api.ts';
import { workflowMessages } from '#/workflow/rules/messages.ts';
import {
  taskHoldings,
  workflowBindings,
  workflowHandlers,
  workflowListeners,
  workflowLooks,
  workflowTexts,
} from '#/workflow/server/door.ts';

export const declared = [
  ...baseApi,
  ...protectionApi,
  ...engagementApi,
  ...premisesApi,
  ...equipmentApi,
  ...custodyApi,
  ...workflowApi,
  ...imagingApi,
  ...descriptionApi,
  ...productsApi,
  ...acceptanceApi,
  ...catalogueApi,
];
/** Kinds of alarm, and what looks for them. */
const alarms: readonly AlarmDecl[] = [
  ...protectionAlarms,
  ...engagementAlarms,
  ...premisesAlarms,
  ...equipmentAlarms,
  ...custodyAlarms,
  ...workflowAlarms,
];

export const messages = {
  ...baseMessages,
  ...tableMessages,
  ...protectionMessages,
  ...engagementMessages,
  ...premisesMessages,
  ...equipmentMessages,
  ...custodyMessages,
  ...workflowMessages,
  ...imagingMessages,
  ...descriptionMessages,
  ...productMessages,
  ...acceptanceMessages,
  ...catalogueMessages,
};
/** Which later room hears which event of an earlier one. Each has its handler below. */
const listeners: readonly Listener[] = [...workflowListeners, ...catalogueListeners];
export const jobs: readonly JobDecl[] = [
  eraseJob,
  backupJob,
  ...premisesJobs,
  ...custodyJobs,
  ...imagingJobs,
  ...productsJobs,
  ...acceptanceJobs,
  ...listeners,
];

export interface AppDeps extends Omit<ProtectionDeps, 'declared' | 'alarms' | 'queue'> {
  objects: ObjectStore;
  /** Footage has a store of its own: it is far larger, and no part of a backup. */
  footage: ObjectStore;
  queue: JobQueue;
  /** Cuts regions out of images, for viewers. */
  regions: Regions;
}

/** Rooms that know what somebody has in hand: nobody leaves, and no project closes, before it came back. */
const holdings = heldBy([custodyHoldings, badgeHoldings, taskHoldings]);

export const looks: Looks = {
  ...protectionLooks,
  ...engagementLooks(holdings),
  ...premisesLooks,
  ...equipmentLooks,
  ...custodyLooks,
  ...workflowLooks,
};

const forms = [
  purgeForm,
  ...protectionForms,
  ...premisesForms,
  ...equipmentForms,
  ...custodyForms,
  ...acceptanceForms,
] as unknown as readonly Form<never>[];

/** Who forgets what turns out to be classified: the catalogue, which knows by packages, then products, which name images that imaging removes. */
const laterRooms = (queue: JobQueue): LaterRoom[] => [
  catalogueForgets,
  productsOfRoom(queue),
  workflowTexts,
  imagesOfRoom(queue),
  descriptionTexts,
  acceptanceTexts,
];

export function bindings(deps: AppDeps): Binding[] {
  const announce = announcer(deps.queue, listeners);
  return [
    ...attachmentRoutes({ ...deps, namesOf, refuseShowing: refusePhotograph }),
    ...purgeRoutes({ ...deps, announce, namesOf, forms }),
    ...recordRoutes({ ...deps, namesOf }),
    ...protectionBindings({ ...deps, declared, alarms }),
    ...engagementBindings({ ...deps, inHand: holdings, countOriginals: originalsInRange }),
    ...premisesBindings({ ...deps, dutyPages: [...protectionDutyPages(alarms), ...premisesDutyPages] }),
    ...equipmentBindings(),
    ...custodyBindings({ ...deps, announce, later: laterRooms(deps.queue) }),
    ...workflowBindings({
      ...deps,
      kept: keptInPackage,
      unfinishedOf: {
        describe: unfinishedDescription,
        scan: unfinishedScan,
        treat: unfinishedTreatment,
        inspect: unfinishedInspection,
        recognize: unfinishedReading,
        link: unfinishedLink,
      },
    }),
    ...imagingBindings({ ...deps, alsoSees: arbitratesIn }),
    ...descriptionBindings({ pageLinesOf }),
    ...productsBindings({ ...deps, announce, settled: settledByAcceptance }),
    ...acceptanceBindings({ ...deps, announce, inHand: holdings }),
    ...catalogueBindings(),
  ];
}

export interface WorkDeps extends Pick<AppDeps, 'db' | 'config' | 'objects' | 'footage' | 'queue'> {
  /** Threads that look at images; made when the first one is to be looked at. */
  lookPool: () => LookPool;
  /** Reads the text of images; null in a process that leaves it to others. */
  recogniser: (() => Promise<Recogniser>) | null;
}

export const handlers = (deps: WorkDeps): JobHandler[] => [
  eraseHandler(deps),
  backupHandler(deps),
  ...premisesHandlers(deps),
  ...custodyHandlers(deps),
  ...workflowHandlers(deps),
  ...imagingHandlers({ ...deps, pool: deps.lookPool }),
  ...productsHandlers({ ...deps, announce: announcer(deps.queue, listeners) }),
  ...acceptanceHandlers(deps),
  ...catalogueHandlers(deps),
];
