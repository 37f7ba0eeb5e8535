import type { PersonActor } from '#/base/rules/actor.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { archiveKeepers } from '../rules/api/originals.ts';
import { secretOn } from './store/forget.ts';

/** 6.5-1: while an original is halted, and once it is classified, its photographs are the archive's alone. */
export async function refusePhotograph(tx: Tx, attachmentId: string, actor: PersonActor): Promise<Refusal | null> {
  if (actor.roles.some((role) => archiveKeepers.some((one) => one === role))) return null;
  const secret = await secretOn(tx, attachmentId);
  return secret === null ? null : refuse('photograph-closed', { code: secret });
}
