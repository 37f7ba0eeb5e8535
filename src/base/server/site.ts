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

/** The site's zone; before the ceremony the default of every site that does not say otherwise. */
export const siteZone = async (db: Db | Tx): Promise<string> => (await findSite(db))?.timeZone ?? 'Asia/Shanghai';

/** The business day of an instant, in the site's zone. */
export const dayOf = async (db: Db | Tx, at: Date): Promise<string> => businessDay(at.getTime(), await siteZone(db));

/** Today in the site's zone. */
export const today = (db: Db | Tx): Promise<string> => dayOf(db, new Date());
