import { declarationsOf } from '#/base/rules/declare.ts';
import * as projects from './api/projects.ts';
import * as scopes from './api/scopes.ts';
import * as staff from './api/staff.ts';
import * as training from './api/training.ts';

/** Every act and view of the room. */
export const engagementApi = [
  ...declarationsOf(projects),
  ...declarationsOf(scopes),
  ...declarationsOf(staff),
  ...declarationsOf(training),
];
