/** What was read of a unit, line by line as a person would: what description proposes from (5.6). */
import type { Db, Tx } from '#/base/server/db.ts';
import { uprightBox } from '../../rules/text/upright.ts';
import { textsOfUnit } from '../store/texts.ts';

export async function pageLinesOf(db: Db | Tx, unitId: string) {
  const pages = await textsOfUnit(db, unitId);
  return pages.flatMap(({ position, header, lines }) =>
    lines.map(({ text, box }) => ({ text, page: position, ...uprightBox(box, header) })),
  );
}
