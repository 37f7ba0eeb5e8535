/** Where a unit stands with its images, as its scanner sees it, and what keeps it from being submitted (5.6-4). */
import type { Words } from '#/base/rules/declare.ts';
import { fill, type Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { countedPages } from '#/custody/server/door.ts';
import type { Unfinished } from '#/workflow/server/door.ts';
import { type Outcome, upsideDown } from '../../rules/checks.ts';
import { pageDifference, progressOf } from '../../rules/capture.ts';
import { uprightSize } from '../../rules/headers/header.ts';
import { obstacleMessages, obstaclesOf } from '../../rules/obstacles.ts';
import { imagingMessages } from '../../rules/messages.ts';
import { returnedDefects } from '../inspect/open-defects.ts';
import { quarantineOf } from '../store/captures.ts';
import { slotsOf, unscannedOf } from '../store/slots.ts';

export type SlotRow = Awaited<ReturnType<typeof slotsOf>>[number];

export const stateOfSlot = (row: SlotRow): 'good' | 'pending' | 'empty' =>
  row.pending ? 'pending' : row.master_id === null ? 'empty' : 'good';

/** What the machine asks or fails on a page, by its pixels and by its text. */
export const outcomesOf = ({ outcomes, upside_down: turned }: Pick<SlotRow, 'outcomes' | 'upside_down'>): Outcome[] => [
  ...(outcomes ?? []),
  ...(turned === true ? [upsideDown] : []),
];

export function presentSlot(row: SlotRow, positions: ReadonlyMap<string, number>) {
  const { header } = row;
  const size = header === null ? { width: null, height: null } : uprightSize(header);
  return {
    ...{ id: row.id, position: row.position, version: row.version, face: row.face, state: stateOfSlot(row) },
    ...{ masterId: row.master_id, name: row.name, ...size },
    dpi: header?.dpi?.x ?? null,
    findings: outcomesOf(row).flatMap(({ check, verdict, measured, limit, other }) =>
      verdict === 'pass'
        ? []
        : [{ check, verdict, measured, limit, other: other === undefined ? null : (positions.get(other) ?? null) }],
    ),
  } as const;
}

export const wordsOf = (code: string, params: Refusal['params']): { what: Words; next: Words } => {
  const message = imagingMessages[code as keyof typeof imagingMessages];
  return {
    what: { zh: fill(message.zh.what, params, 'zh'), en: fill(message.en.what, params, 'en') },
    next: { zh: message.zh.next, en: message.en.next },
  };
};

/** All that is known of the images of a unit. */
export async function imagesOf(db: Db | Tx, unitId: string, originalId: string) {
  const rows = await slotsOf(db, unitId);
  const unscanned = await unscannedOf(db, unitId);
  const quarantine = await quarantineOf(db, unitId);
  const defects = await returnedDefects(db, unitId, 'scan');
  const counted = await countedPages(db, originalId);
  const progress = progressOf(
    rows.map(({ position, master_id, pending }) => ({
      ...{ position, filled: master_id !== null && !pending, pending: Boolean(pending) },
    })),
  );
  const omitted = unscanned.filter(({ face }) => face === 'page').reduce((sum, { pages }) => sum + pages, 0);
  const difference = pageDifference(rows, { counted, unscanned: omitted });
  const obstacles = obstaclesOf({
    pages: rows.map((row) => ({
      ...{ position: row.position, outcomes: row.outcomes ?? [], format: row.format, ink: row.ink },
      bytes: row.sha256 === null ? null : `${row.sha256}/${row.page}`,
    })),
    progress,
    difference,
    returned: [...new Set(defects.map(({ position }) => position ?? 0))],
  });
  return { rows, unscanned, quarantine, defects, counted, progress, difference, obstacles };
}

export const obstacleWords = ({ code, params }: Refusal): { what: Words; next: Words } => {
  const { zh, en } = obstacleMessages[code as keyof typeof obstacleMessages];
  return {
    what: { zh: fill(zh.what, params, 'zh'), en: fill(en.what, params, 'en') },
    next: { zh: zh.next, en: en.next },
  };
};

/** 5.6-4: with an objective failure open nothing is submitted as scanned. */
export const unfinishedScan: Unfinished = async (tx, unit) => {
  const { obstacles } = await imagesOf(tx, unit.id, unit.originalId);
  const [first] = obstacles;
  return first ? obstacleWords(first).what : null;
};
