/** Packages of a site whose units are finished. */
import { expect, vi } from 'vitest';
import { packageList, packageSeal } from '#/products/rules/api/packages.ts';
import type { Encoding } from '#/products/rules/package.ts';
import type { WorkflowSite } from './workflow-site.ts';

interface Asked {
  /** All that can be packed, where none are named. */
  codes?: readonly string[];
  pdf?: boolean;
  ofd?: boolean;
  encoding?: Encoding;
}

/** Sealed, and made by the worker; answers its id. */
export async function pack({ manager, projectId }: Pick<WorkflowSite, 'manager' | 'projectId'>, asked: Asked = {}) {
  const { codes = null, pdf = false, ofd = false, encoding = 'utf-8' } = asked;
  const input = { codes: codes && [...codes], pdf, ofd, encoding };
  const { packageId } = await manager.client.act(packageSeal, { subject: projectId, input });
  await vi.waitFor(
    async () => {
      const { items } = await manager.client.view(packageList, { subject: projectId, input: {} });
      expect(items.find(({ id }) => id === packageId)?.state).toBe('made');
    },
    { timeout: 60_000, interval: 100 },
  );
  return packageId;
}
