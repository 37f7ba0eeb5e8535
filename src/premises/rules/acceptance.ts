/** Acceptance of the place (场所验收): red until nothing is lacking. */
import type { Words } from '#/base/rules/declare.ts';
import type { ClauseId } from '#/base/rules/obligations.ts';
import type { PartyKind } from '#/base/rules/roles.ts';
import type { ItemState } from './checklist.ts';
import { fixtureNames, type FixtureKind, neededKinds, type Placed, uncovered, type Stage } from './plan.ts';

export interface PlaceFacts {
  registered: boolean;
  fixtures: readonly (Placed & { code: string; stage: Stage | null; zoneId: string })[];
  /** Fixtures that each active camera is confirmed to show. */
  covers: readonly (readonly string[])[];
  duties: readonly { duty: Duty; party: PartyKind }[];
  checklist: readonly ItemState[];
}

export const duties = ['footage-keeper', 'patroller'] as const;
export type Duty = (typeof duties)[number];

/** One thing that is lacking, and the obligation that asks for it. */
export interface Lack {
  code: string;
  clause: ClauseId;
  what: Words;
}

const lack = (code: string, clause: ClauseId, zh: string, en: string): Lack => ({ code, clause, what: { zh, en } });

/** Everything that still stands against acceptance, in the order of the regulation. */
export function lacksOf(facts: PlaceFacts): Lack[] {
  if (!facts.registered) return [lack('place', '4.1-1', '场所未登记', 'The place is not registered')];
  return [...checkLacks(facts), ...cameraLacks(facts), ...storageLacks(facts), ...dutyLacks(facts)];
}

/** 4.1-2, 4.2, 4.4-1, 4.6: every point of the checklist looked at in time and found in order. */
const checkLacks = ({ checklist }: PlaceFacts): Lack[] =>
  checklist.flatMap(({ item, last, overdue }) => {
    const { zh, en } = item.label;
    if (last === null) return [lack(`check.${item.code}`, item.clause, `${zh}：未检查`, `${en}: not checked`)];
    if (!last.passed) return [lack(`check.${item.code}`, item.clause, `${zh}：不合格`, `${en}: failed`)];
    return overdue ? [lack(`check.${item.code}`, item.clause, `${zh}：检查逾期`, `${en}: check overdue`)] : [];
  });

/** 4.3-1, 4.3-2: each kind of point is there, and a camera shows each one. */
function cameraLacks({ fixtures, covers }: PlaceFacts): Lack[] {
  const has = (kind: FixtureKind): boolean => fixtures.some((one) => one.kind === kind);
  const absent = neededKinds
    .filter((kind) => !has(kind))
    .map((kind) => {
      const { zh, en } = fixtureNames[kind];
      return lack(`absent.${kind}`, '4.3-2', `平面图上没有${zh}`, `The plan has no ${en.toLowerCase()}`);
    });
  const blind = uncovered(fixtures, covers).map(({ id, kind, code }) => {
    const { zh, en } = fixtureNames[kind];
    return lack(
      `uncovered.${id}`,
      '4.3-2',
      `${zh} ${code} 没有摄像机覆盖`,
      `No camera shows ${en.toLowerCase()} ${code}`,
    );
  });
  const none = covers.length === 0 ? [lack('camera', '4.3-1', '没有摄像机', 'There is no camera')] : [];
  return [...none, ...absent, ...blind];
}

/** 4.4-2: a cabinet for each stage; 4.6-1, 4.6-2: lockers, in another zone than cabinets. */
function storageLacks({ fixtures }: PlaceFacts): Lack[] {
  const cabinets = fixtures.filter((one) => one.kind === 'cabinet');
  const lockers = fixtures.filter((one) => one.kind === 'locker');
  const mixed = lockers.filter((one) => cabinets.some((cabinet) => cabinet.zoneId === one.zoneId));
  const found: Lack[] = [];
  if (!cabinets.some((one) => one.stage === 'unprocessed'))
    found.push(lack('cabinet.unprocessed', '4.4-2', '没有待加工装具', 'There is no cabinet for unprocessed originals'));
  if (!cabinets.some((one) => one.stage === 'processed'))
    found.push(lack('cabinet.processed', '4.4-2', '没有已加工装具', 'There is no cabinet for processed originals'));
  if (lockers.length === 0) found.push(lack('locker', '4.6-1', '没有随身物品柜', 'There is no locker'));
  for (const { id, code } of mixed)
    found.push(
      lack(
        `mixed.${id}`,
        '4.6-2',
        `物品柜 ${code} 与档案装具在同一分区`,
        `Locker ${code} stands in a zone with cabinets`,
      ),
    );
  return found;
}

/** 4.3-3: a footage keeper of the archive department; 4.9-1: patrollers of both sides. */
function dutyLacks({ duties: held }: PlaceFacts): Lack[] {
  const has = (duty: Duty, party: PartyKind): boolean => held.some((one) => one.duty === duty && one.party === party);
  const found: Lack[] = [];
  if (!has('footage-keeper', 'archive'))
    found.push(lack('footage-keeper', '4.3-3', '未指定监控责任人', 'No footage keeper is named'));
  if (!has('patroller', 'archive'))
    found.push(
      lack('patroller.archive', '4.9-1', '档案部门未指定巡查人员', 'The archive department names no patroller'),
    );
  if (!has('patroller', 'vendor'))
    found.push(lack('patroller.vendor', '4.9-1', '服务机构未指定巡查人员', 'The vendor names no patroller'));
  return found;
}
