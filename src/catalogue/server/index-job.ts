/** A package that was made can be looked up, one that was withdrawn no longer. */
import type { Db } from '#/base/server/db.ts';
import { listen } from '#/base/server/jobs/announce.ts';
import { jobHandler } from '#/base/server/jobs/job.ts';
import { packageChanged } from '#/products/rules/events.ts';
import { projectPackage } from './project.ts';

export const packageListener = listen(packageChanged, 'catalogue.project', 50);

export const packageHandler = ({ db }: { db: Db }) =>
  jobHandler(packageListener, async ({ key }, { signal }) => {
    await projectPackage(db, key, { signal });
  });
