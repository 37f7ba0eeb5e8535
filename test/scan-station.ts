/** A site whose volumes have come to scanning, one for each that a test asks for. */
import { taskPick } from '#/workflow/rules/api/tasks.ts';
import { open, smallPage } from './scans.ts';
import type { SiteOptions } from './site.ts';
import { comeToWork, openWorkflowSite, workUpTo, type WorkflowSite } from './workflow-site.ts';

export interface ScanStation {
  here: WorkflowSite;
  /** Code of a volume that nobody has claimed yet. */
  atScanning: () => string;
  /** A volume that the scanner has claimed and opened. */
  opened: () => Promise<{ code: string; captureId: string; unitId: string }>;
  /** Small pages that no other volume has, numbered from `from`. */
  pages: (from: number, count: number) => Promise<{ name: string; bytes: Buffer }[]>;
}

export async function openScanStation(count: number, options: SiteOptions = {}): Promise<ScanStation> {
  const here = await openWorkflowSite(options);
  const { codes } = await comeToWork(
    here,
    Array.from({ length: count }, (_, index) => index + 1),
  );
  await workUpTo(here, 'scan', codes);
  let next = 0;
  const atScanning = (): string => {
    const code = codes[next++];
    if (code === undefined) throw new Error(`more than ${count} volumes are asked for`);
    return code;
  };
  return {
    here,
    atScanning,
    async opened() {
      const code = atScanning();
      await here.scanner.client.act(taskPick, { input: { code } });
      return open(here.scanner, code, here.device);
    },
    pages: (from, many) =>
      Promise.all(
        Array.from({ length: many }, async (_, index) => ({
          ...{ name: `${from + index}.tif`, bytes: await smallPage(next * 1000 + from + index) },
        })),
      ),
  };
}
