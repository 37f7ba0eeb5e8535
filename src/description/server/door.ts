/** What description offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import { type DeskDeps, deskRoutes } from './routes/desk.ts';
import { differenceRoutes } from './routes/differences.ts';
import { entryRoutes } from './routes/entries.ts';
import { linkRoutes } from './routes/links.ts';
import { schemaRoutes } from './routes/schemas.ts';

export { arbitratesIn } from './routes/differences.ts';
export { descriptionTexts } from './store/forget.ts';
export { judgedEntries } from './judging.ts';
export { linksOf, unfinishedLink } from './linking.ts';
export { type ListedEntry, listedEntries } from './listing.ts';
export { unfinishedDescription } from './submission.ts';

/** Every declared act and view of the room, with its code. */
export const descriptionBindings = (deps: DeskDeps): Binding[] => [
  ...schemaRoutes(),
  ...deskRoutes(deps),
  ...entryRoutes(),
  ...differenceRoutes(),
  ...linkRoutes(),
];
