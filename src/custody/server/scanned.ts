import type { PersonActor } from '#/base/rules/actor.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Role } from '#/base/rules/roles.ts';
import type { Tx } from '#/base/server/db.ts';
import { normalise } from '#/engagement/rules/archival-code/code.ts';
import { refuseOutsider } from '#/engagement/server/door.ts';
import { cabinetOfCode } from '#/premises/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { type Custody, placeNames } from '../rules/custody.ts';
import { partOfNumber, scannedOriginals } from './store/scanned.ts';
import { lockCustody } from './store/whereabouts.ts';

/** An original, or a part of it, that somebody has scanned. */
export interface Scanned {
  id: string;
  code: string;
  title: string | null;
  projectId: string;
  batchId: string | null;
  part: { id: string; number: number } | null;
}

/**
 * Number of a slip or archival code; `/2` behind it is its second part. Codes of two schemes may read
 * alike: the one that is out is meant, and two that are both out are refused.
 */
export async function findScanned(
  tx: Tx,
  actor: PersonActor,
  text: string,
  roles: readonly Role[],
  field = 'input.code',
): Promise<Scanned | Refusal> {
  const [, own = '', number] = /^(.*?)(?:\/(\d{1,4}))?$/.exec(normalise(text)) ?? [];
  const all = await scannedOriginals(tx, own);
  const out = all.filter(({ batch_id }) => batch_id !== null);
  const [found, other] = out.length > 0 ? out : all;
  if (!found) return refuse('original-unknown', { code: own }, field);
  if (other) return refuse('original-twice', { code: own }, field);
  const outside = await refuseOutsider(tx, actor, found.project_id, roles);
  if (outside) return outside;
  const scanned = {
    ...{ id: found.id, code: found.code, title: found.title },
    ...{ projectId: found.project_id, batchId: found.batch_id, part: null },
  };
  if (number === undefined) return scanned;
  const part = await partOfNumber(tx, found.id, Number(number));
  return part ? { ...scanned, part } : refuse('part-not-out', {}, field);
}

export async function cabinetFor(tx: Tx, label: string) {
  const cabinet = await cabinetOfCode(tx, normalise(label));
  return cabinet?.stage
    ? { id: cabinet.id, code: cabinet.code, stage: cabinet.stage }
    : refuse('not-a-cabinet', { code: label }, 'input.cabinet');
}

/** Its custody, locked; one that is no unit has none. */
export async function custodyOf(tx: Tx, { id }: Scanned): Promise<Custody> {
  const custody = await lockCustody(tx, id);
  if (!custody) throw new Error(`no whereabouts: ${id}`);
  return custody;
}

/**
 * 6.4-3: what is scanned where the register does not have it is told as such, and raises an alarm. What
 * somebody scans twice is where it should be, and what is typed late from paper was not scanned: he is
 * refused as before.
 */
export async function asMisplaced(
  tx: Tx,
  actor: PersonActor,
  scanned: Pick<Scanned, 'id' | 'code' | 'part'>,
  refused: Refusal,
  { late = null, codes = ['custody-place', 'not-holder'] }: { late?: unknown; codes?: readonly string[] } = {},
): Promise<Refusal> {
  if (late !== null || !codes.includes(refused.code)) return refused;
  const custody = await lockCustody(tx, scanned.id);
  if (!custody) return refused;
  const { place, holder } = custody.parts.find(({ id }) => id === scanned.part?.id) ?? custody;
  if ((place === 'hand' || place === 'cabinet') && holder === actor.personId) return refused;
  const name = (await namesOf(tx, [holder])).get(holder) ?? '';
  return {
    ...refuse('scan-misplaced', { code: scanned.code, place: placeNames[place], name }, refused.field),
    about: { type: 'original', id: scanned.id },
  };
}

/** 6.4-3: whoever works with it, or passes it on, has it in hand. */
export async function refuseNotInHand(
  tx: Tx,
  actor: PersonActor,
  scanned: Scanned,
  custody: Custody,
  field = 'input.code',
): Promise<Refusal | null> {
  const { place, holder } = custody.parts.find(({ id }) => id === scanned.part?.id) ?? custody;
  if (place !== 'hand')
    return asMisplaced(tx, actor, scanned, refuse('custody-place', { place: placeNames[place] }, field));
  return holder === actor.personId ? null : asMisplaced(tx, actor, scanned, refuse('not-holder', {}, field));
}
