import { declarationsOf } from '#/base/rules/declare.ts';
import * as packages from './api/packages.ts';

/** Everything that can be asked of products. */
export const productsApi = declarationsOf(packages);
