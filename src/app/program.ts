import { join } from 'node:path';
import { type Config, readConfig } from '#/base/server/config.ts';
import { type Db, openDatabase } from '#/base/server/db.ts';
import { asOwner } from '#/base/server/postgres/attach.ts';
import { defaultDataDir } from '#/base/server/postgres/place.ts';

export const checkout = join(import.meta.dirname, '..', '..');

type Environment = Record<string, string | undefined>;

/** The environment with the data folder settled: the one that was named, else the default of this checkout. */
export function settledEnvironment(log: (line: string) => void): Environment {
  const env: Environment = { ...process.env };
  if (!env['SHOUCANG_DATA']) {
    const inside = join(checkout, 'data');
    env['SHOUCANG_DATA'] = env['DATABASE_URL'] ? inside : defaultDataDir(inside, checkout, log);
  }
  return env;
}

export interface Run {
  config: Config;
  args: string[];
  log: (line: string) => void;
}

/** Runs a command-line program: an expected failure is a sentence, and the exit code 1. */
export async function runProgram(body: (run: Run) => Promise<void>): Promise<void> {
  const log = (line: string): void => console.log(line);
  try {
    await body({ config: readConfig(settledEnvironment(log)), args: process.argv.slice(2), log });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (error instanceof Error && error.cause instanceof Error) console.error(error.cause.message);
    process.exitCode = 1;
  }
}

/** Runs `body` with the owner's connection of the machine's console, and its address for what needs one of its own. */
export function atConsole<T>({ config, log }: Run, body: (db: Db, url: string) => Promise<T>): Promise<T> {
  return asOwner(config, { log }, async (url) => {
    await using database = openDatabase(url, 1, 'shoucang-console');
    // Awaited here: the connection ends with this function.
    return await body(database.db, url);
  });
}
