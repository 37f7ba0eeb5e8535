/** What catalogue offers to `app`. */
import type { Db } from '#/base/server/db.ts';
import type { Binding } from '#/base/server/door/bind.ts';
import type { Listener } from '#/base/server/jobs/announce.ts';
import type { JobHandler } from '#/base/server/jobs/job.ts';
import { packageHandler, packageListener } from './index-job.ts';
import { searchRoutes } from './routes/search.ts';

export { catalogueForgets } from './forget.ts';
export { reindex } from './reindex.ts';

/** Every declared view of the room, with its code. */
export const catalogueBindings = (): Binding[] => searchRoutes();

export const catalogueListeners: readonly Listener[] = [packageListener];

export const catalogueHandlers = (deps: { db: Db }): JobHandler[] => [packageHandler(deps)];
