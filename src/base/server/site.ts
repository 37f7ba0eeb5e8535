import { businessDay } from '../rules/business-day.ts';
import type { Db, Tx } from './db.ts';

export interface Site {
  name: string;
  timeZone: string;
  openedAt: Date;
}

/** The installation, or null before the ceremony. */
export async function findSite(db: Db | Tx): Promise<Site | null> {
  const row = await db.selectFrom('site').select(['name', 'time_zone', 'opened_at']).executeTakeFirst();
  return row ? { name: row.name, timeZone: row.time_zone, openedAt: row.opened_at } : null;
}

/** Today in the site's zone. */
export async function today(db: Db | Tx): Promise<string> {
  const site = await findSite(db);
  return businessDay(Date.now(), site?.timeZone ?? 'Asia/Shanghai');
}
