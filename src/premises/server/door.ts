/** What premises offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import type { JobDecl, JobHandler } from '#/base/server/jobs/job.ts';
import { dutyBookForm } from '../forms/duty-book.ts';
import { footageHandoverForm } from '../forms/footage-handover.ts';
import { badgeForm } from '../forms/badge.ts';
import { patrolForm } from '../forms/patrol.ts';
import { playbackCheckForm } from '../forms/playback-check.ts';
import { releaseForm } from '../forms/release.ts';
import { siteCheckForm } from '../forms/site-check.ts';
import { eraseFootageHandler, eraseFootageJob } from './footage/erase.ts';
import { examineHandler, examineJob } from './footage/examine.ts';
import { rereadFootageHandler, rereadFootageJob } from './footage/reread.ts';
import { type FootageDeps, intakeHandler, intakeJob } from './footage/intake.ts';
import { visitRegisterForm, visitRegisterForm1 } from '../forms/visit-register.ts';
import type { BadgeDeps } from './routes/badge-register.ts';
import { badgeRoutes } from './routes/badges.ts';
import { cameraRoutes } from './routes/cameras.ts';
import { checkRoutes } from './routes/checks.ts';
import { dueRoutes } from './routes/due.ts';
import { type DutyDeps, dutyDayRoutes } from './routes/duty-days.ts';
import { fixtureRoutes } from './routes/fixtures.ts';
import { footageDeletionRoutes } from './routes/footage-deletion.ts';
import { footageKeepingRoutes } from './routes/footage-keeping.ts';
import { footageRoutes, type FootageRouteDeps } from './routes/footage.ts';
import { photoDeviceRoutes } from './routes/photo-devices.ts';
import { patrolRoutes } from './routes/patrols.ts';
import { playbackRoutes } from './routes/playback.ts';
import { recorderRoutes } from './routes/recorders.ts';
import { recordingRoutes, type RecordingDeps } from './routes/recording.ts';
import { placeRoutes } from './routes/place.ts';
import { readingRoutes } from './routes/readings.ts';
import { releaseRoutes } from './routes/releases.ts';
import { visitRoutes } from './routes/visits.ts';
import { zoneRoutes } from './routes/zones.ts';

export { premisesLooks } from './alarms.ts';
export { badgeHoldings } from './holdings.ts';
export { clockWatcher } from './clock.ts';
export { premisesDutyPages } from './duty-pages.ts';
export { isFootageDiskFull } from './footage/disk.ts';
export { recorderPrograms } from './footage/ffmpeg.ts';
export { runRecorder } from './recorder/recorder.ts';
export { drawPlaybackPlan } from './footage/draw.ts';
export { examineJob } from './footage/examine.ts';
export { eraseAgain } from './footage/erase.ts';
export { takeUpAgain } from './footage/intake.ts';
export { missingDisk } from './footage/marker.ts';
export { photoSourceOf, refusePhotoSource } from './points.ts';
export { namePhotoSource, type PhotoSource } from './store/photo-devices.ts';
export { cabinetOfCode, listCabinets } from './store/plan.ts';
export { playbackStanding } from './store/playback.ts';
export { isInside } from './store/visits.ts';

/** Every declared act and view of the room, with its code. */
export const premisesBindings = (deps: FootageRouteDeps & DutyDeps & BadgeDeps & RecordingDeps): Binding[] => [
  ...placeRoutes(),
  ...zoneRoutes(),
  ...fixtureRoutes(),
  ...cameraRoutes(),
  ...checkRoutes(),
  ...readingRoutes(),
  ...visitRoutes(),
  ...badgeRoutes(deps),
  ...releaseRoutes(),
  ...patrolRoutes(),
  ...photoDeviceRoutes(),
  ...dueRoutes(),
  ...dutyDayRoutes(deps),
  ...footageRoutes(deps),
  ...footageDeletionRoutes(deps),
  ...footageKeepingRoutes(),
  ...playbackRoutes(),
  ...recorderRoutes(),
  ...recordingRoutes(deps),
];

export const premisesForms = [
  siteCheckForm,
  visitRegisterForm,
  visitRegisterForm1,
  badgeForm,
  releaseForm,
  patrolForm,
  playbackCheckForm,
  footageHandoverForm,
  dutyBookForm,
] as const;

export const premisesJobs: readonly JobDecl[] = [intakeJob, eraseFootageJob, examineJob, rereadFootageJob];

export const premisesHandlers = (deps: FootageDeps): JobHandler[] => [
  intakeHandler(deps),
  eraseFootageHandler(deps),
  examineHandler(deps),
  rereadFootageHandler(deps),
];
