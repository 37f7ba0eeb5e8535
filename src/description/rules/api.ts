import { declarationsOf } from '#/base/rules/declare.ts';
import * as differences from './api/differences.ts';
import * as entries from './api/entries.ts';
import * as links from './api/links.ts';
import * as schemas from './api/schemas.ts';

/** Every act and view of the room. */
export const descriptionApi = [
  ...declarationsOf(schemas),
  ...declarationsOf(entries),
  ...declarationsOf(differences),
  ...declarationsOf(links),
];
