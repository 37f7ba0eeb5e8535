import { declarationsOf } from '#/base/rules/declare.ts';
import * as devices from './api/devices.ts';

/** Every act and view of the room. */
export const equipmentApi = declarationsOf(devices);
