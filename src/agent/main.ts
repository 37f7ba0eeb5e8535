/**
 * `npm run agent -- --folder <folder>`: sends what a scanner's software writes into a folder, where the browser may not
 * watch it. `npm run agent -- enrol --server <url> --code <code>` comes first, once.
 */
import { existsSync, realpathSync, watch as watchFolder } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { holdAlone } from './alone.ts';
import { keepCredential, originOf, readCredential, siteCa, Trouble, trustOnly } from './credential.ts';
import { Journal } from './journal.ts';
import { Away, Line, Refused } from './line.ts';
import { Screen } from './screen.ts';
import { awayWords, watch, Watcher } from './watcher.ts';
import { type Say, wordsIn } from './words.ts';

const read = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      ...{ folder: { type: 'string' }, server: { type: 'string' }, home: { type: 'string' } },
      ...{ code: { type: 'string' }, ca: { type: 'string' }, fingerprint: { type: 'string' } },
      ...{ leave: { type: 'boolean', default: false }, lang: { type: 'string', default: 'zh' } },
    },
  });

type Options = ReturnType<typeof read>['values'];

interface Place {
  home: string;
  say: Say;
  screen: Screen;
}

async function enrol({ server, code, ca, fingerprint }: Options, { home, say, screen }: Place): Promise<void> {
  if (server === undefined || code === undefined) throw new Trouble(say.usage);
  const origin = originOf(server, say);
  const own = await siteCa(origin, { ca, fingerprint }, say);
  trustOnly(own);
  const { terminal, credential } = await new Line(origin.origin, null).enrol(code);
  const kept = { server: origin.origin, terminal: terminal.name, credential, ca: own };
  screen.line(say.enrolled(terminal.name, keepCredential(home, kept)));
}

async function run({ folder: named, server, leave }: Options, { home, say, screen }: Place): Promise<void> {
  if (named === undefined) throw new Trouble(say.usage);
  const own = readCredential(home, say);
  if (server !== undefined && originOf(server, say).origin !== own.server)
    throw new Trouble(say.otherServer(own.server));
  if (!existsSync(named)) throw new Trouble(say.noFolder(named));
  const folder = realpathSync(named);
  using alone = await holdAlone(folder);
  if (!alone) throw new Trouble(say.twice);
  trustOnly(own.ca);
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  const { signal } = ending;
  screen.line(say.watching(folder, own.terminal));
  const line = new Line(own.server, own.credential, signal);
  const watcher = new Watcher({ folder, leave, line, journal: new Journal(home, folder), screen, say });
  await watch(watcher, { screen, say, signal, sleep: untilHinted(folder, signal) });
  screen.line(say.ended);
}

/** The system's word that something changed cuts a pause short; what it does not tell is seen at the next look. */
function untilHinted(folder: string, ending: AbortSignal): (ms: number) => Promise<void> {
  let hint: AbortController | null = null;
  try {
    const hints = watchFolder(folder, { signal: ending, persistent: false }, () => hint?.abort());
    hints.on('error', () => hints.close());
  } catch {
    // Some file systems give no hints: the next look comes by itself.
  }
  return async (ms) => {
    hint = new AbortController();
    // Two looks at one file must lie apart, so that a change can show.
    const least = Math.min(ms, 300);
    await sleep(least, null, { signal: ending }).catch(() => null);
    await sleep(ms - least, null, { signal: AbortSignal.any([ending, hint.signal]) }).catch(() => null);
  };
}

async function main(): Promise<void> {
  const out = (line: string): void => console.log(line);
  let place: Place = { home: '', say: wordsIn('zh'), screen: new Screen('zh', out) };
  try {
    const { values, positionals } = read();
    const language = values.lang === 'en' ? 'en' : 'zh';
    const home = values.home ?? join(homedir(), '.shoucang-agent');
    place = { home, say: wordsIn(language), screen: new Screen(language, out) };
    await (positionals[0] === 'enrol' ? enrol(values, place) : run(values, place));
  } catch (error) {
    console.error(sentence(error, place));
    process.exitCode = 1;
  }
}

function sentence(error: unknown, { say, screen }: Place): string {
  if (error instanceof Refused)
    return error.problem.code === 'agent-not-enrolled' ? say.revoked : say.refused(...screen.problem(error.problem));
  if (error instanceof Away) return awayWords(error, 0, { say, screen });
  const wrongUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (wrongUsage) return say.usage;
  return error instanceof Error ? error.message : String(error);
}

await main();
