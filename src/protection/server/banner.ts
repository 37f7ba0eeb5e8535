import { type LedgerTrouble, ledgerOut } from '#/base/rules/ledger/trouble.ts';
import { baseMessages } from '#/base/rules/messages.ts';
import { problemOf } from '#/base/server/door/problem.ts';

/** The red banner while writes are refused, or null. */
export function bannerOf(trouble: LedgerTrouble | null): { code: string; zh: string; en: string } | null {
  if (trouble === null) return null;
  const { zh, en } = problemOf(ledgerOut(trouble), baseMessages);
  return { code: trouble, zh, en };
}
