/**
 * What the search of the catalogue costs with 1,000,000 entries, beside FTS5 of SQLite with the same texts and the same
 * questions in one interleaved run; both must find the same. Then its pages of recognised text, for which no peer is
 * asked. `npm run bench -- search 50000` is a quick run.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { untilInterrupted } from '../drill/running-site.ts';
import { quantile, rounded, timed } from './figures.ts';
import {
  type Answer,
  askOurs,
  assertGrams,
  openOurs,
  type Ours,
  putEntries,
  putPages,
  putUnits,
  settle,
  sizeOf,
} from './search-ours.ts';
import { Peer } from './search-peer.ts';
import { classes, type Question, type QuestionClass, questionsOf } from './search-questions.ts';
import { entryBatches, pageBatches } from './search-rows.ts';
import { randomFrom } from './search-titles.ts';

const million = 1_000_000;
const fullPages = 100_000;
const warmUps = 5;
/** Texts of which questions are made: a part of them, kept in memory. */
const keptAtMost = 20_000;
const goal = { kind: '2-character word', p99: 80 } as const;

type Ask = (question: Question) => Promise<Answer> | Answer;
type Askers = Readonly<Record<string, Ask>>;
type Figures = Record<string, number>;
type Line = Record<string, Figures>;

const mib = (bytes: number): number => rounded(bytes / 2 ** 20, 0);

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { queries: { type: 'string', default: '60' } },
  });
  const titles = Number(positionals[0] ?? million);
  const pages = Math.max(1_000, Math.round((fullPages * titles) / million));
  const queries = Number(values.queries);
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-bench-'));
  chmodSync(folder, 0o755); // PostgreSQL runs as another user
  try {
    await using ours = await openOurs(join(folder, 'data'));
    using peer = new Peer(join(folder, 'peer.db'));
    await untilInterrupted(
      (async () => {
        const entries = await measureEntries(ours, peer, titles, queries);
        const recognised = await measurePages(ours, pages, queries);
        console.log(JSON.stringify({ bench: 'search', titles, pages, queries, entries, recognised }));
      })(),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each of all askers, in an order of its own; what they find is compared, while warming up as well. */
async function ask(questions: readonly Question[], askers: Askers): Promise<Record<string, number[]>> {
  const names = Object.keys(askers);
  const random = randomFrom(questions.length);
  const ms: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (const [at, question] of questions.entries()) {
    const order = names
      .map((name) => ({ name, lot: random() }))
      .toSorted((a, b) => a.lot - b.lot)
      .map(({ name }) => name);
    const answers = new Map<string, string>();
    for (const name of order) {
      let answer: Answer = { ids: [], count: 0, more: false };
      const seconds = await timed(async () => void (answer = await askers[name]!(question)));
      answers.set(name, JSON.stringify(answer));
      if (at >= warmUps) ms[name]!.push(seconds * 1000);
    }
    if (new Set(answers.values()).size > 1)
      throw new Error(
        `not the same is found for ${JSON.stringify(question)}:\n${[...answers].map(([name, answer]) => `${name} ${answer}`).join('\n')}`,
      );
  }
  return ms;
}

/** A line a class. `many` is how often more was found than is counted: those are answered in the second step. */
async function askAll(texts: readonly string[], queries: number, askers: Askers): Promise<Record<QuestionClass, Line>> {
  const lines: [QuestionClass, Line][] = [];
  for (const kind of classes) {
    const many = { of: 0 };
    const counting: Askers = {
      ...askers,
      ours: async (question) => {
        const answer = await askers['ours']!(question);
        many.of += Number(answer.more);
        return answer;
      },
    };
    const ms = await ask(questionsOf(kind, warmUps + queries, texts), counting);
    const line: Line = { found: { many: many.of } };
    for (const [name, list] of Object.entries(ms))
      line[name] = { p50: rounded(quantile(list, 0.5), 1), p99: rounded(quantile(list, 0.99), 1) };
    lines.push([kind, line]);
  }
  return Object.fromEntries(lines) as Record<QuestionClass, Line>;
}

function table(lines: Record<QuestionClass, Line>): void {
  console.table(
    Object.fromEntries(
      Object.entries(lines).map(([kind, line]) => [
        kind,
        Object.fromEntries(
          Object.entries(line).flatMap(([name, figures]) =>
            Object.entries(figures).map(([figure, value]) => [`${name} ${figure}`, value]),
          ),
        ),
      ]),
    ),
  );
}

/** Times what is added up over many pieces. */
const clock = () => {
  const total = { seconds: 0, add: async (work: () => Promise<unknown>) => void (total.seconds += await timed(work)) };
  return total;
};

async function measureEntries(ours: Ours, peer: Peer, titles: number, queries: number) {
  const [own, other, kept] = [clock(), clock(), [] as string[]];
  const each = Math.max(1, Math.floor(titles / keptAtMost));
  for (const { units, rows } of entryBatches(titles)) {
    await own.add(async () => {
      await putUnits(ours, units);
      await putEntries(ours, rows);
    });
    await other.add(async () => peer.put(rows));
    kept.push(...rows.filter(({ id }) => id % each === 0).map(({ title }) => title));
  }
  await own.add(() => settle(ours, 'search_entry'));
  await other.add(async () => peer.settle());
  await assertGrams(ours, 'search_entry');
  const [size, peerSize] = [await sizeOf(ours, 'search_entry'), peer.size()];
  console.log(
    `${titles} titles, e.g. ${kept.slice(0, 3).join(' · ')}
ours: ${own.seconds.toFixed(0)} s to put, ${mib(size.all)} MiB (rows ${mib(size.table)}, pairs ${mib(size.index)}); FTS5: ${other.seconds.toFixed(0)} s, ${mib(peerSize.all)} MiB (pairs ${mib(peerSize.index)})`,
  );
  const lines = await askAll(kept, queries, {
    ours: (question) => askOurs(ours, 'search_entry', question),
    FTS5: (question) => peer.ask(question, 'walked'),
    'FTS5 sorting': (question) => peer.ask(question, 'sorted'),
  });
  for (const line of Object.values(lines))
    for (const [ratio, name] of [
      ['ratio', 'FTS5'],
      ['ratio sorting', 'FTS5 sorting'],
    ] as const)
      line[ratio] = {
        p50: rounded(line['ours']!['p50']! / line[name]!['p50']!),
        p99: rounded(line['ours']!['p99']! / line[name]!['p99']!),
      };
  table(lines);
  const reached = lines[goal.kind]['ours']!['p99']!;
  console.log(
    `${goal.kind}s p99 ${reached} ms of ${titles} titles (goal < ${goal.p99} ms of ${million}): ${reached < goal.p99 ? 'reached' : 'NOT reached'}`,
  );
  const built = { seconds: rounded(own.seconds, 1), mib: mib(size.all), pairsMib: mib(size.index) };
  const peerBuilt = { seconds: rounded(other.seconds, 1), mib: mib(peerSize.all), pairsMib: mib(peerSize.index) };
  return { built, peerBuilt, lines, goalMs: goal.p99, reached: reached < goal.p99 };
}

async function measurePages(ours: Ours, count: number, queries: number) {
  const [own, kept] = [clock(), [] as string[]];
  let characters = 0;
  for (const rows of pageBatches(count)) {
    await own.add(() => putPages(ours, rows));
    for (const { folded } of rows) characters += folded.length;
    if (kept.length < keptAtMost / 10) kept.push(...rows.map(({ content }) => content.replaceAll('\n', '')));
  }
  await own.add(() => settle(ours, 'search_page'));
  await assertGrams(ours, 'search_page');
  const size = await sizeOf(ours, 'search_page');
  console.log(
    `${count} pages of ${Math.round(characters / count)} characters: ${own.seconds.toFixed(0)} s to put, ${mib(size.all)} MiB (rows ${mib(size.table)}, pairs ${mib(size.index)})`,
  );
  const lines = await askAll(kept, queries, { ours: (question) => askOurs(ours, 'search_page', question) });
  table(lines);
  return { seconds: rounded(own.seconds, 1), mib: mib(size.all), pairsMib: mib(size.index), lines };
}
