import { declarationsOf } from '#/base/rules/declare.ts';
import * as badges from './api/badges.ts';
import * as checks from './api/checks.ts';
import * as due from './api/due.ts';
import * as dutyDays from './api/duty-days.ts';
import * as footage from './api/footage.ts';
import * as footageKeeping from './api/footage-keeping.ts';
import * as patrols from './api/patrols.ts';
import * as photoDevices from './api/photo-devices.ts';
import * as plan from './api/plan.ts';
import * as playback from './api/playback.ts';
import * as recorders from './api/recorders.ts';
import * as recording from './api/recording.ts';
import * as releases from './api/releases.ts';
import * as visits from './api/visits.ts';

/** Every act and view of the room. */
export const premisesApi = declarationsOf(
  plan,
  checks,
  due,
  dutyDays,
  patrols,
  visits,
  badges,
  releases,
  photoDevices,
  footage,
  footageKeeping,
  playback,
  recorders,
  recording,
);
