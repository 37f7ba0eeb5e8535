/**
 * `npm run drill -- clause-mutants 5`: takes the guards of sampled obligations away, one at a time and
 * in a copy of the sources, and runs the test that names the obligation: it must turn red. Without a
 * guard missing the same test is green; a red that was there before proves nothing.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutants } from './mutants.ts';
import { untilInterrupted } from './running-site.ts';

const checkout = join(import.meta.dirname, '..');
/** What a test of the sources needs beside `node_modules`. */
const copied = readdirSync(checkout).filter(
  (name) =>
    ['src', 'test', 'docs', 'dist', 'tools'].includes(name) ||
    /^(package.*|tsconfig.*)\.json$|\.config\.ts$/.test(name),
);

interface Report {
  numTotalTests: number;
  testResults: { message: string; assertionResults: { status: string; title: string }[] }[];
}

/** Titles of the tests that failed; throws when the file did not run at all. */
async function failures(folder: string, { project, test }: Mutant): Promise<string[]> {
  const report = join(folder, 'report.json');
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', `--project=${project}`, test, '--reporter=json', `--outputFile=${report}`];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  await new Promise((resolve) => child.once('close', resolve));
  const { numTotalTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  rmSync(report);
  const [broken] = testResults.filter(({ assertionResults }) => assertionResults.length === 0);
  if (numTotalTests === 0 || broken) throw new Error(`${test} did not run: ${broken?.message ?? 'no tests'}`);
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title),
  );
}

/** `count` of them, another sample each time, in the order of the list. */
function sample(count: number): readonly Mutant[] {
  const left = [...mutants.keys()];
  const taken = Array.from({ length: Math.min(count, left.length) }, () => {
    const [index = 0] = left.splice(Math.floor(Math.random() * left.length), 1);
    return index;
  });
  return taken.toSorted((a, b) => a - b).map((index) => mutants[index] as Mutant);
}

/** The obligations that a test names: the ids its title begins with. */
const clausesOf = (title: string): string[] => /^(?:\S*\d-\d+ )*/.exec(title)?.[0].split(' ') ?? [];

async function survives(folder: string, mutant: Mutant): Promise<boolean> {
  const path = join(folder, mutant.file);
  const source = readFileSync(path, 'utf8');
  if (source.split(mutant.guard).length !== 2)
    throw new Error(`${mutant.file}: the guard does not stand in it exactly once: ${mutant.guard}`);
  writeFileSync(
    path,
    source.replace(mutant.guard, () => mutant.without),
  );
  try {
    const failed = await failures(folder, mutant);
    const named = failed.filter((title) => clausesOf(title).includes(mutant.clause));
    console.log(
      `${named.length > 0 ? 'killed  ' : 'SURVIVED'} ${mutant.clause} ${mutant.what}: ${named[0] ?? 'no red test'}`,
    );
    return named.length === 0;
  } finally {
    writeFileSync(path, source);
  }
}

export async function run(count = mutants.length): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-mutants-'));
  try {
    await untilInterrupted(
      (async () => {
        for (const name of copied) cpSync(join(checkout, name), join(folder, name), { recursive: true });
        symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'));
        const chosen = sample(count);
        for (const [test, mutant] of new Map(chosen.map((one) => [one.test, one]))) {
          const before = await failures(folder, mutant);
          if (before.length > 0) throw new Error(`${test} is red with every guard in place: ${before.join('; ')}`);
        }
        let survivors = 0;
        for (const mutant of chosen) if (await survives(folder, mutant)) survivors += 1;
        console.log(`${chosen.length} guards taken away, ${survivors} unnoticed`);
        if (survivors > 0) throw new Error('a guard can go without any test turning red');
      })(),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
