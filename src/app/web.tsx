/** Composition of the page: every room's menu, routes and home lists. */
import '#/base/web/first.ts';
import '@fontsource-variable/noto-sans-sc';
import '#/base/web/base.css';
import { baseRoom } from '#/base/web/base-room.ts';
import { mountPage } from '#/base/web/Page.tsx';
import { acceptanceRoom } from '#/acceptance/web/room.ts';
import { catalogueRoom } from '#/catalogue/web/room.ts';
import type { WebRoom } from '#/base/web/room.ts';
import { custodyRoom } from '#/custody/web/room.ts';
import { descriptionRoom } from '#/description/web/room.ts';
import { engagementRoom } from '#/engagement/web/room.ts';
import { equipmentRoom } from '#/equipment/web/room.ts';
import { imagingRoom } from '#/imaging/web/room.ts';
import { premisesRoom } from '#/premises/web/room.ts';
import { productsRoom } from '#/products/web/room.ts';
import { protectionRoom } from '#/protection/web/room.ts';
import { workflowRoom } from '#/workflow/web/room.ts';
import { sessionCurrent, sessionSignOut, sessionStepUp, sessionStepUpOptions } from '#/protection/rules/api/session.ts';

const rooms: readonly WebRoom[] = [
  baseRoom,
  protectionRoom,
  engagementRoom,
  premisesRoom,
  equipmentRoom,
  custodyRoom,
  workflowRoom,
  imagingRoom,
  descriptionRoom,
  productsRoom,
  acceptanceRoom,
  catalogueRoom,
];

mountPage({
  rooms,
  session: {
    current: sessionCurrent,
    signOut: sessionSignOut,
    stepUp: sessionStepUp,
    stepUpOptions: sessionStepUpOptions,
  },
});
