import { declarationsOf } from '#/base/rules/declare.ts';
import * as search from './api/search.ts';

/** Every act and view of the room. */
export const catalogueApi = declarationsOf(search);
