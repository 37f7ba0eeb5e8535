/** What premises offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import { patrolForm } from '../forms/patrol.ts';
import { releaseForm } from '../forms/release.ts';
import { siteCheckForm } from '../forms/site-check.ts';
import { visitRegisterForm } from '../forms/visit-register.ts';
import { cameraRoutes } from './routes/cameras.ts';
import { checkRoutes } from './routes/checks.ts';
import { dueRoutes } from './routes/due.ts';
import { fixtureRoutes } from './routes/fixtures.ts';
import { patrolRoutes } from './routes/patrols.ts';
import { placeRoutes } from './routes/place.ts';
import { readingRoutes } from './routes/readings.ts';
import { releaseRoutes } from './routes/releases.ts';
import { visitRoutes } from './routes/visits.ts';
import { zoneRoutes } from './routes/zones.ts';

export { premisesLooks } from './alarms.ts';
export { isInside } from './store/visits.ts';

/** Every declared act and view of the room, with its code. */
export const premisesBindings = (): Binding[] => [
  ...placeRoutes(),
  ...zoneRoutes(),
  ...fixtureRoutes(),
  ...cameraRoutes(),
  ...checkRoutes(),
  ...readingRoutes(),
  ...visitRoutes(),
  ...releaseRoutes(),
  ...patrolRoutes(),
  ...dueRoutes(),
];

export const premisesForms = [siteCheckForm, visitRegisterForm, releaseForm, patrolForm] as const;
