import * as files from './api/files.ts';
import * as jobs from './api/jobs.ts';
import { declarationsOf } from './declare.ts';

/** Everything base declares. */
export const baseApi = declarationsOf(files, jobs);
