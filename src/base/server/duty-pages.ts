/** How rooms put their pages into the daily duty book: each offers sources, premises binds the book. */
import type { ViewDecl } from '#/base/rules/declare.ts';
import { type ClauseId, obligations } from '#/base/rules/obligations.ts';
import { type Role, roles } from '#/base/rules/roles.ts';
import type { DutyPage } from '../forms/duty-page.ts';
import type { Db, Tx } from './db.ts';

export interface DutyDay {
  /** Business date. */
  on: string;
  /** First instant of it and of the next. */
  from: Date;
  to: Date;
  timeZone: string;
}

export interface DutySource {
  clause: ClauseId;
  read(db: Db | Tx, day: DutyDay): Promise<DutyPage>;
}

/** A page is for whoever may call the view that shows the same. */
export const rolesOf = ({ roles: callers }: ViewDecl): readonly Role[] => (callers === 'signedIn' ? roles : callers);

const placeOf = new Map(obligations.map(({ id }, index) => [id, index]));

/** Every page of the day, in the order of the regulation. */
export async function readDutyPages(sources: readonly DutySource[], db: Db | Tx, day: DutyDay): Promise<DutyPage[]> {
  const ordered = sources.toSorted((a, b) => (placeOf.get(a.clause) ?? 0) - (placeOf.get(b.clause) ?? 0));
  const pages: DutyPage[] = [];
  for (const source of ordered) pages.push(await source.read(db, day));
  return pages;
}
