/** Everything that imaging lets the outside call. */
import { declarationsOf } from '#/base/rules/declare.ts';
import * as agent from './api/agent.ts';
import * as captures from './api/captures.ts';
import * as inspections from './api/inspections.ts';
import * as pictures from './api/pictures.ts';
import * as treatments from './api/treatments.ts';

export const imagingApi = declarationsOf(agent, captures, inspections, pictures, treatments);
