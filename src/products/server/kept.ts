/** What is in a package stays as it is until the archive withdraws that package (5.6-5). */
import { refuse } from '#/base/rules/refusal.ts';
import type { Kept } from '#/workflow/server/door.ts';
import { packagesOfUnits } from './store/units.ts';

export const keptInPackage: Kept = async (tx, unitId) => {
  const found = (await packagesOfUnits(tx, [unitId])).get(unitId);
  return found ? refuse('unit-kept', { code: found.code, package: found.number }) : null;
};
