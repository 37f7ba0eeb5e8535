import { declarationsOf } from '#/base/rules/declare.ts';
import * as checks from './api/checks.ts';
import * as sampling from './api/sampling.ts';
import * as security from './api/security.ts';
import * as transfer from './api/transfer.ts';

/** Every act and view of the room. */
export const acceptanceApi = [
  ...declarationsOf(sampling),
  ...declarationsOf(checks),
  ...declarationsOf(security),
  ...declarationsOf(transfer),
];
