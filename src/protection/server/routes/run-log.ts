import { existsSync, openSync, closeSync, fstatSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '#/base/server/config.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import { runLog } from '../../rules/api/session.ts';

const lineShape = z.looseObject({ at: z.iso.datetime(), level: z.string(), process: z.string(), message: z.string() });
const tailBytes = 512 * 1024;

/** Last lines of the run log that the supervisor keeps: no ledger, no content (5.5-4). */
export const runLogRoutes = (config: Config): Binding[] => [
  bindView(runLog, async (_tx, { input }) => {
    const lines = tail(join(config.dataDir, 'log', 'run.log'))
      .map((line) => {
        const parsed = lineShape.safeParse(safeJson(line));
        if (!parsed.success) return null;
        const { at, level, process, message, ...facts } = parsed.data;
        const more = Object.entries(facts).map(([key, value]) => `${key}=${String(value)}`);
        return { at, level, process, message: [message, ...more].join(' ') };
      })
      .filter((line) => line !== null);
    return { lines: lines.slice(-input.limit).toReversed() };
  }),
];

function safeJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

function tail(path: string): string[] {
  if (!existsSync(path)) return [];
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const length = Math.min(size, tailBytes);
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, size - length);
    return buffer
      .toString('utf8')
      .split('\n')
      .slice(size > length ? 1 : 0);
  } finally {
    closeSync(file);
  }
}
