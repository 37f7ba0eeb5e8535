import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Structured run log: one JSON object a line on standard output, where the supervisor keeps it.
 *
 * Facts are codes, counts and ids. Never a title, a name, content, a password or a request body.
 */
type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>;
type Level = 'info' | 'warn' | 'error';

const secretKey = /pass|secret|token|cookie|seed|code$|authorization|key$/i;

let processName = 'shoucang';
let keptAt: string | null = null;

/** Beyond this the kept log begins anew and the one before it is kept beside it. Bytes. */
const maxKept = 64 * 1024 * 1024;

/** Names the process in its lines, and keeps them in `<data>/log/run.log` for the administrator's page (5.5-4). */
export function nameProcess(name: string, dataDir?: string): void {
  processName = name;
  if (dataDir === undefined) return;
  mkdirSync(join(dataDir, 'log'), { recursive: true, mode: 0o700 });
  keptAt = join(dataDir, 'log', 'run.log');
}

function keep(line: string): void {
  if (keptAt === null) return;
  try {
    if ((statSync(keptAt, { throwIfNoEntry: false })?.size ?? 0) > maxKept) renameSync(keptAt, `${keptAt}.1`);
    appendFileSync(keptAt, line, { mode: 0o600 });
  } catch {
    // A full disk must not stop the server over its run log; standard output still has the line.
  }
}

function write(level: Level, message: string, facts: Facts): void {
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(facts)) {
    // Refusal codes are wanted, one-time codes are not: those are never passed here under any name.
    clean[key] = key !== 'code' && secretKey.test(key) ? '[removed]' : value;
  }
  const own = { at: new Date().toISOString(), level, process: processName, message };
  // First and last: a fact of the same name must not stand in for when and by whom.
  const line = JSON.stringify({ ...own, ...clean, ...own });
  process.stdout.write(`${line}\n`);
  keep(`${line}\n`);
}

/**
 * What may be said of an error: its kind, its code and the place. Never its message, which may quote
 * a value (`invalid input syntax for type uuid: "…"`).
 */
export function errorFacts(error: unknown): Facts {
  if (!(error instanceof Error)) return { error: typeof error };
  const said = error.stack?.indexOf(error.message) ?? -1;
  const frames = said < 0 ? '' : (error.stack ?? '').slice(said + error.message.length);
  const facts: Record<string, string> = { error: error.name };
  for (const part of ['code', 'table', 'column', 'constraint'] as const) {
    const value = (error as Partial<Record<typeof part, unknown>>)[part];
    if (typeof value === 'string') facts[part] = value;
  }
  const lines = frames.split('\n').map((line) => line.trim());
  return { ...facts, place: lines.filter((line) => line.startsWith('at ')).join('; ') };
}

export const log = {
  info: (message: string, facts: Facts = {}): void => write('info', message, facts),
  warn: (message: string, facts: Facts = {}): void => write('warn', message, facts),
  error: (message: string, facts: Facts = {}): void => write('error', message, facts),
};
