import type { TestProject } from 'vitest/node';
import { buildPage } from '../../src/app/page.ts';
import startCluster from '../global-setup.ts';

/** What the stories need besides PostgreSQL: the page as its sources are now. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildPage(() => undefined, []);
  return startCluster(project);
}
