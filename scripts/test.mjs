// npm test: installs what is missing, then runs every part in order and ends at the first broken one.
// npm test -- server stories: only the parts whose names begin so. --verbose shows output as it comes.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { checkout, environment, fail, install, newNode } from './set-up.mjs';
import { installSystemPackages } from './system-packages.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'shoucang-npm-test-'));
const bin = (name) => join(checkout, 'node_modules', '.bin', name);

/** @typedef {{ name: string, command: string[], env?: object, report?: string, counts?: RegExp }} Part */

/** A tool: counts as one test. */
const tool = (name, ...command) => ({ name, command });

/** A vitest project: its own tests are counted, from its JSON report. */
function suite(name, project, env = {}, ...more) {
  const report = join(scratch, `${name.replaceAll(/\W+/g, '-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name,
    report,
    env,
    command: [newNode(), bin('vitest'), 'run', `--project=${project}`, ...reporters, ...more],
  };
}

/** Trees of the ledger know bytes and numbers only: seconds of computing that no time zone can change. */
const timeless = '--exclude=src/base/rules/ledger/tree.test.ts';

/** Stages in order; the lanes of a stage run side by side, the parts of a lane one after the other. */
const stages = () => [
  [
    [
      tool('types: rules', bin('tsc'), '-p', 'tsconfig.rules.json'),
      tool('types: server', bin('tsc'), '-p', 'tsconfig.server.json'),
      tool('types: web', bin('tsc'), '-p', 'tsconfig.web.json'),
      tool('lint', bin('oxlint'), '--type-aware', '--deny-warnings'),
      tool('format', bin('oxfmt'), '--check', '.'),
      tool('dead code', bin('knip')),
    ],
    [
      suite('rules', 'rules'),
      // Business dates must not depend on where the server believes to be: 14 hours east, and a zone with summer time.
      suite('rules, TZ=Pacific/Kiritimati', 'rules', { TZ: 'Pacific/Kiritimati' }, timeless),
      suite('rules, TZ=America/St_Johns', 'rules', { TZ: 'America/St_Johns' }, timeless),
    ],
  ],
  // Alone: it plants breaches of the law among the sources.
  [[suite('house', 'house')]],
  [[suite('server', 'server')]],
  [
    [suite('offline installation', 'offline')],
    [{ name: 'drills', command: [newNode(), 'drill/main.ts', 'all'], counts: /^(\d+) passed, (\d+) failed$/m }],
  ],
  [[suite('stories', 'stories')]],
];

const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(6)} s`;

/** Runs one part with its output kept; it is shown when the part fails, or as it comes with --verbose. */
async function run({ command: [program, ...args], env }) {
  const verbose = process.argv.includes('--verbose');
  const started = performance.now();
  const child = spawn(program, args, {
    cwd: checkout,
    env: environment({ FORCE_COLOR: '0', NO_COLOR: '1', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const output = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output.push(chunk);
      if (verbose) process.stdout.write(chunk);
    });
  }
  const code = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status, signal) => resolve(status ?? signal));
  });
  running.delete(child);
  const text = Buffer.concat(output).toString();
  return { ok: code === 0, code, text: verbose ? '' : text, all: text, ms: performance.now() - started };
}

/** Tests of a part, with time per room, from vitest's report. */
function counted(part, result) {
  if (part.counts) {
    const [, passed, failed] = part.counts.exec(result.all) ?? [];
    return { passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: [], rooms: [] };
  }
  if (!part.report) return { passed: result.ok ? 1 : 0, failed: result.ok ? 0 : 1, skipped: [], rooms: [] };
  try {
    const report = JSON.parse(readFileSync(part.report, 'utf8'));
    const rooms = new Map();
    const skipped = [];
    for (const file of report.testResults) {
      const [, room] = /^(?:src|test)\/([^/]+)/.exec(relative(checkout, file.name)) ?? [];
      const sum = rooms.get(room) ?? { ms: 0, tests: 0 };
      sum.ms += file.endTime - file.startTime;
      sum.tests += file.assertionResults.length;
      rooms.set(room, sum);
      for (const one of file.assertionResults) {
        if (one.status !== 'passed' && one.status !== 'failed') skipped.push(one.fullName);
      }
    }
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped, rooms: [...rooms] };
  } catch {
    return { passed: 0, failed: 0, skipped: [], rooms: [] };
  }
}

function present(part, result, count) {
  const tests = part.report || part.counts ? `${count.passed} passed` : '';
  console.log(`${result.ok ? 'ok    ' : 'FAILED'} ${seconds(result.ms)}  ${part.name.padEnd(30)} ${tests}`);
  if (count.rooms.length > 1) {
    for (const [room, { ms, tests: many }] of count.rooms) console.log(`       ${seconds(ms)}    ${room} (${many})`);
  }
  for (const name of count.skipped) console.log(`         skipped: ${name}`);
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of running) child.kill(signal);
  });
}

install();
installSystemPackages();
const started = performance.now();
let passed = 0;
let failed = 0;
const asked = process.argv.slice(2).filter((one) => !one.startsWith('-'));
const isChosen = ({ name }) => asked.length === 0 || asked.some((one) => name.startsWith(one));
const chosen = stages()
  .map((lanes) => lanes.map((lane) => lane.filter(isChosen)).filter((lane) => lane.length > 0))
  .filter((lanes) => lanes.length > 0);
if (chosen.length === 0) fail('没有这个部分。', `no such part: ${asked.join(' ')}`);

let broken = false;
/** Ends at the first broken part, its own or that of the lane beside it. */
async function runLane(lane) {
  for (const part of lane) {
    if (broken || interrupted) return;
    const result = await run(part);
    const count = counted(part, result);
    passed += count.passed;
    // A part that broke without a failing test of its own (no tests found, a crash) is a failure too.
    failed += result.ok ? count.failed : Math.max(1, count.failed);
    present(part, result, count);
    if (result.ok) continue;
    broken = true;
    console.log(`\n${result.text}`);
    console.log(`失败的部分 Broken part: ${part.name} (${result.code})`);
  }
}
for (const lanes of chosen) {
  if (!broken && !interrupted) await Promise.all(lanes.map(runLane));
}
rmSync(scratch, { recursive: true, force: true });
console.log(`总用时 Total: ${seconds(performance.now() - started).trim()}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || interrupted ? 1 : 0;
