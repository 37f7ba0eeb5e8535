/** Which units go into a package: what can be made of each is looked at once more while nothing can change it. */
import { fill, isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Words } from '#/base/rules/declare.ts';
import type { Tx } from '#/base/server/db.ts';
import { tableLimits } from '#/base/rules/tables-in/table.ts';
import type { ListedEntry } from '#/description/server/door.ts';
import { mostUnits } from '../rules/api/packages.ts';
import { type ProductCode, productMessages } from '../rules/messages.ts';
import { clashing, type Encoding, encodingNames } from '../rules/package.ts';
import { inputOf, stoppedUnits, type UnitInput } from './input.ts';
import { lettersLacking } from './make/encoding.ts';
import { finishedOfCodes, finishedOutside, type FinishedUnit, packagesOfUnits, shareFinished } from './store/units.ts';

export interface Packable {
  unit: FinishedUnit;
  input: UnitInput;
}

/** What keeps a unit out, in words. */
export function obstacleWords({ code, params }: Refusal): Words {
  const message = (productMessages as Record<string, (typeof productMessages)[ProductCode]>)[code];
  if (!message) return { zh: '已停止加工', en: 'Work on it is halted' };
  return { zh: fill(message.zh.what, params, 'zh'), en: fill(message.en.what, params, 'en') };
}

/** The units of these codes, or all that can be packed; the first one that cannot is refused by its place in the list. */
export async function unitsToSeal(
  tx: Tx,
  projectId: string,
  { codes, encoding }: { codes: readonly string[] | null; encoding: Encoding },
): Promise<Packable[] | Refusal> {
  const asked = codes === null ? await finishedOutside(tx, projectId, mostUnits) : await named(tx, projectId, codes);
  if (isRefusal(asked)) return asked;
  const held = new Set(
    (
      await shareFinished(
        tx,
        asked.map(({ id }) => id),
      )
    ).map(({ id }) => id),
  );
  const stopped = await stoppedUnits(
    tx,
    asked.map(({ original_id: id }) => id),
  );
  const units: Packable[] = [];
  for (const unit of asked) {
    const input = await inputOf(tx, unit);
    const obstacle = held.has(unit.id)
      ? (stopped.get(unit.original_id) ?? input.obstacle)
      : refuse('unit-unfinished', { code: unit.code });
    if (obstacle === null) units.push({ unit, input });
    else if (codes !== null) return { ...obstacle, field: `input.codes.${codes.indexOf(unit.code)}` };
  }
  if (units.length === 0) return refuse('nothing-to-pack');
  return refuseTexts(units, encoding) ?? refuseNames(units) ?? units;
}

async function named(tx: Tx, projectId: string, codes: readonly string[]): Promise<FinishedUnit[] | Refusal> {
  const found = await finishedOfCodes(tx, projectId, codes);
  const packed = await packagesOfUnits(
    tx,
    found.map(({ id }) => id),
  );
  for (const [at, code] of codes.entries()) {
    const field = `input.codes.${at}`;
    const unit = found.find((one) => one.code === code);
    if (!unit) return refuse('unit-unfinished', { code }, field);
    const other = packed.get(unit.id);
    if (other) return refuse('unit-in-package', { code, package: other.number }, field);
  }
  return found;
}

/** What a list could not hold is refused now, at its entry and field, not when it is written. */
function refuseTexts(units: readonly Packable[], encoding: Encoding): Refusal | null {
  for (const entry of units.flatMap(({ input }) => input.entries)) {
    const long = entry.values.find(({ text }) => text.length > tableLimits.cellLength);
    if (long) return refuse('cell-too-long', { code: entry.code, field: nameOf(long) });
    const lacking = textsOf(entry)
      .map(({ name, text }) => ({ name, letters: lettersLacking(text, encoding) }))
      .find(({ letters }) => letters.length > 0);
    if (lacking) {
      const { name, letters } = lacking;
      const params = { encoding: encodingNames[encoding], code: entry.code, field: name };
      return refuse('letters-not-in-encoding', { ...params, letters: letters.slice(0, 20).join('') });
    }
  }
  return null;
}

const nameOf = ({ zh, en }: { zh: string; en: string }): Words => ({ zh, en });

const textsOf = ({ code, values }: ListedEntry): { name: Words; text: string }[] => [
  { name: { zh: '档号', en: 'Archival code' }, text: code },
  ...values.map((value) => ({ name: nameOf(value), text: `${value.zh}${value.text}` })),
];

function refuseNames(units: readonly Packable[]): Refusal | null {
  const clash = clashing(units.map(({ unit }) => ({ fonds: unit.fonds_code, code: unit.code })));
  return clash ? refuse('names-clash', { code: clash[0], other: clash[1] }) : null;
}
