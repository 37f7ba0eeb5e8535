import { declarationsOf } from '#/base/rules/declare.ts';
import * as batches from './api/batches.ts';
import * as damage from './api/damage.ts';
import * as due from './api/due.ts';
import * as examinations from './api/examinations.ts';
import * as imports from './api/imports.ts';
import * as originals from './api/originals.ts';
import * as paper from './api/paper.ts';
import * as preparation from './api/preparation.ts';
import * as sweeps from './api/sweeps.ts';
import * as work from './api/work.ts';

/** Every act and view of the room. */
export const custodyApi = [
  ...declarationsOf(originals),
  ...declarationsOf(imports),
  ...declarationsOf(examinations),
  ...declarationsOf(batches),
  ...declarationsOf(paper),
  ...declarationsOf(work),
  ...declarationsOf(preparation),
  ...declarationsOf(sweeps),
  ...declarationsOf(damage),
  ...declarationsOf(due),
];
