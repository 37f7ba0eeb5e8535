/** Submitting a pile: each unit is done, counted, and written on its slip, all or none (5.6-2, 6.4-1). */
import { fill, isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { lateColumns } from '#/base/server/late.ts';
import { today } from '#/base/server/site.ts';
import type { Tx } from '#/base/server/db.ts';
import { custodyMessages } from '#/custody/rules/messages.ts';
import { codesOf, figuresAtWork, refuseAtWork, signSlip } from '#/custody/server/door.ts';
import { admittedDevice } from '#/equipment/server/door.ts';
import { type Amount, nothing, sumOf } from '../rules/counts.ts';
import { workflowMessages } from '../rules/messages.ts';
import { kinds, nthOfKind, type Step, stepOf } from '../rules/step.ts';
import { isPaper } from './claims.ts';
import type { UnfinishedOf } from './ports.ts';
import { insertResults, type NewResult } from './store/results.ts';
import { lockUnits, move, saveUnits, type Unit } from './store/units.ts';

interface Submission {
  step: string;
  device: string | null;
  personId: string;
  /** The whole pile: what is halted stays behind in it. */
  whole: boolean;
  unfinishedOf: UnfinishedOf;
}

const messages = { ...custodyMessages, ...workflowMessages };

/** Which of a pile it was, and why, in the words of its own refusal. */
function because(code: string, { code: why, params }: Refusal): Refusal {
  const message = messages[why as keyof typeof messages];
  const words = { zh: fill(message.zh.what, params, 'zh'), en: fill(message.en.what, params, 'en') };
  return refuse('unit-refused', { code, why: words });
}

export async function submitPile(
  tx: Tx,
  unitIds: readonly string[],
  submission: Submission,
): Promise<{ done: Unit[]; amount: Amount; halted: number } | Refusal> {
  const { step: key, personId, whole, unfinishedOf } = submission;
  const units = await lockUnits(tx, unitIds);
  const codes = await codesOf(
    tx,
    units.map(({ originalId }) => originalId),
  );
  const paper = units.some((unit) => isPaper(stepOf(unit.version.steps, key)));
  const stopped = await refuseAtWork(
    tx,
    units.map(({ originalId }) => originalId),
    { paper },
  );
  const at = new Date();
  const done: Unit[] = [];
  for (const unit of units) {
    const refused = stopped.get(unit.originalId);
    if (refused && whole && refused.code === 'halted') continue;
    const moved = refused ?? move(unit, { type: 'submit', step: key, by: personId }, { by: personId, at });
    if (isRefusal(moved)) return because(codes.get(unit.originalId) ?? '', moved);
    const { steps } = unit.version;
    const step = stepOf(steps, key);
    const why = await unfinishedOf[step.kind]?.(tx, unit, { personId, nth: nthOfKind(steps, step) });
    if (why) return refuse('unit-refused', { code: codes.get(unit.originalId) ?? '', why });
    done.push(moved);
  }
  if (done.length === 0) return refuse('nothing-to-submit');
  const results = await resultsOf(tx, done, codes, submission);
  if (isRefusal(results)) return results;
  await saveUnits(tx, done, at);
  await insertResults(tx, results);
  return { done, amount: sumOf(results.map(({ amount }) => amount)), halted: units.length - done.length };
}

async function resultsOf(
  tx: Tx,
  units: readonly Unit[],
  codes: ReadonlyMap<string, string>,
  { step: key, device, personId }: Submission,
): Promise<NewResult[] | Refusal> {
  const figures = await figuresAtWork(
    tx,
    units.map(({ originalId }) => originalId),
  );
  const doneOn = await today(tx);
  const devices = new Map<number, string | null>();
  const results: NewResult[] = [];
  for (const unit of units) {
    const step = stepOf(unit.version.steps, key);
    const startedAt = unit.marks[key]?.claimedAt;
    if (!startedAt) throw new Error(`submitted and never claimed: ${unit.id}`);
    const known = devices.get(startedAt.getTime());
    const deviceId = known === undefined ? await deviceOf(tx, step, device, startedAt) : known;
    if (isRefusal(deviceId)) return deviceId;
    devices.set(startedAt.getTime(), deviceId);
    const amount = figures.get(unit.originalId) ?? nothing;
    const slipStepId = await writeSlip(tx, unit, step, { deviceId, amount, startedAt, personId });
    if (isRefusal(slipStepId)) return because(codes.get(unit.originalId) ?? '', slipStepId);
    const { id: unitId, projectId, tasks } = unit;
    const round = tasks[key]?.round ?? 0;
    results.push({
      unitId,
      step: key,
      round,
      projectId,
      doneBy: personId,
      doneOn,
      deviceId,
      amount,
      slipStepId,
      startedAt,
    });
  }
  return results;
}

/** 6.4-2: the device was admitted when the work began. */
async function deviceOf(tx: Tx, step: Step, code: string | null, at: Date): Promise<string | null | Refusal> {
  if (code === null)
    return step.needsDevice
      ? refuse('device-needed', { step: { zh: step.name, en: kinds[step.kind].name.en } }, 'input.device')
      : null;
  const device = await admittedDevice(tx, code, at);
  return device ? device.id : refuse('device-not-admitted', { device: code }, 'input.device');
}

/** The line of its routing slip; null for a step that no slip knows. */
async function writeSlip(
  tx: Tx,
  { originalId, batchId }: Unit,
  { kind }: Step,
  {
    deviceId,
    amount,
    startedAt,
    personId,
  }: { deviceId: string | null; amount: Amount; startedAt: Date; personId: string },
): Promise<string | null | Refusal> {
  const { slip, paper } = kinds[kind];
  if (slip === null) return null;
  return signSlip(
    tx,
    { originalId, batchId, step: slip, paper, deviceId, figures: amount, startedAt, by: personId, note: '' },
    lateColumns(null),
  );
}
