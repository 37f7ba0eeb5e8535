/** What equipment offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import { deviceCardForm } from '../forms/device-card.ts';
import { deviceRegisterRoutes } from './routes/device-register.ts';
import { deviceRoutes } from './routes/devices.ts';

export { equipmentLooks } from './alarms.ts';
export { admittedDevice } from './store/devices.ts';

/** Every declared act and view of the room, with its code. */
export const equipmentBindings = (): Binding[] => [...deviceRoutes(), ...deviceRegisterRoutes()];

export const equipmentForms = [deviceCardForm] as const;
