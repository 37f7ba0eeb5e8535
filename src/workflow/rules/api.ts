import { declarationsOf } from '#/base/rules/declare.ts';
import * as definitions from './api/definitions.ts';
import * as tasks from './api/tasks.ts';
import * as tracking from './api/tracking.ts';

/** Every act and view of the room. */
export const workflowApi = [...declarationsOf(definitions), ...declarationsOf(tasks), ...declarationsOf(tracking)];
