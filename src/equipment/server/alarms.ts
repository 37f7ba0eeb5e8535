import { businessDay, daysBetween } from '#/base/rules/business-day.ts';
import { aboutSite, type Looks } from '#/protection/server/door.ts';
import type { EquipmentAlarm } from '../rules/alarms.ts';
import { listTerminalDevices } from './store/devices.ts';

/** What equipment looks for. */
export const equipmentLooks: Looks<EquipmentAlarm> = {
  /** 4.5-1: a terminal that works on the network while no admitted device stands for it, told once a day. */
  async 'terminal-without-device'(look) {
    const today = businessDay(look.now, look.timeZone);
    const daysSince = (at: Date): number => daysBetween(businessDay(at.getTime(), look.timeZone), today);
    return (await listTerminalDevices(look.db))
      .filter(({ device }) => device === null)
      .map(({ id, name, enrolled_at: enrolledAt }) => ({ id, name, days: enrolledAt ? daysSince(enrolledAt) : 0 }))
      .filter(({ days }) => days >= look.rule.threshold)
      .map(({ id, name, days }) => aboutSite(look, { terminal: name, days }, `${id}/${today}`));
  },
};
