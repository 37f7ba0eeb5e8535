/**
 * What an import of 100,000 volumes costs on a running site, from XLSX and from CSV, beside two floors
 * in the same interleaved run: COPY of the same rows into a table with one key, and reading the file.
 */
import { chmodSync, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { from } from 'pg-copy-streams';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase, withClient } from '#/base/server/postgres/provision.ts';
import { csvBytes } from '#/base/server/tables-out/csv.ts';
import { xlsxStream } from '#/base/server/tables-out/xlsx.ts';
import { doorOf, end, freePort, launch, untilInterrupted, untilReady } from '../drill/running-site.ts';
import { staffCustody } from '../test/custody-site.ts';
import { signIn } from '../test/people.ts';
import { median, rounded, timed } from './figures.ts';
import { read } from './tables.ts';
import { heading, importVolumes, projectFor, volumes } from './volumes.ts';

/** Every import registers other volumes; the register grows by it. */
const categories = ['RS', 'KJ', 'KU', 'ZY', 'ZP', 'LY', 'LX', 'SJ', 'YJ', 'WY', 'MT', 'SW'];
const goalSeconds = 60;

const formats = {
  xlsx: (path: string, rows: Generator<string[]>) =>
    pipeline(xlsxStream(rows, { sheet: '案卷目录' }), createWriteStream(path)),
  csv: (path: string, rows: Generator<string[]>) =>
    pipeline(Readable.from(csvBytes(rows, 'exchange')), createWriteStream(path)),
} as const;
type Format = keyof typeof formats;

const escaped = (cell: string): string => cell.replace(/[\\\t\n\r]/g, (letter) => `\\${letter}`);

/** As the owner, past every rule: what the rows themselves cost. */
async function copyRows(owner: string, rows: Generator<string[]>): Promise<void> {
  await withClient(owner, async (client) => {
    const columns = heading.map((_, index) => `c${index} text`).join(', ');
    await client.query(`create table if not exists bench_volume (${columns}, primary key (c1))`);
    function* lines(): Generator<string> {
      rows.next();
      for (const row of rows) yield `${row.map(escaped).join('\t')}\n`;
    }
    await pipeline(Readable.from(lines()), client.query(from('copy bench_volume from stdin')));
  });
}

interface Round {
  seconds: number;
  rowsPerLook: number;
  copySeconds: number;
  readSeconds: number;
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rows: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } },
  });
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)];
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-bench-'));
  chmodSync(folder, 0o755); // PostgreSQL runs as another user
  const site = launch(join(folder, 'data'), await freePort());
  try {
    const measured = await untilInterrupted(measure(site, folder, rows, Math.min(rounds, categories.length / 2)));
    console.table(measured);
    console.log(JSON.stringify({ bench: 'catalogue-import', rows, rounds, goalSeconds, formats: measured }));
  } finally {
    await end(site);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(site: ReturnType<typeof launch>, folder: string, rows: number, rounds: number) {
  await untilReady(site);
  const here = await staffCustody(doorOf(site));
  const owner = clusterUrl(site.dataDir, 'shoucang_owner', mainDatabase);
  const samples: Record<Format, Round[]> = { xlsx: [], csv: [] };
  const left = [...categories];
  for (let round = 0; round < rounds; round += 1) {
    for (const format of Object.keys(formats) as Format[]) {
      const category = left.shift() ?? '';
      const path = join(folder, `案卷目录.${format}`);
      await formats[format](path, volumes(category, rows));
      const { seconds: readSeconds } = await read(path);
      const copySeconds = await timed(() => copyRows(owner, volumes(category, rows)));
      // A session ends by itself after some minutes without a request.
      for (const who of [here.lead, here.keeper]) await signIn(who);
      const place = {
        schemeId: here.schemeId,
        projectId: category === 'RS' ? here.projectId : await projectFor(here, category),
      };
      const file = { name: `案卷目录.${format}`, bytes: readFileSync(path), rows };
      const { seconds, progress } = await importVolumes(here.keeper, place, file);
      const steps = new Set(progress).size;
      samples[format].push({ seconds, rowsPerLook: rows / Math.max(1, steps), copySeconds, readSeconds });
      console.log(
        `${format} ${seconds.toFixed(1)} s, ${steps} steps of progress; COPY ${copySeconds.toFixed(1)} s, read ${readSeconds.toFixed(1)} s`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(samples).map(([format, all]) => {
      const of = (field: keyof Round): number => median(all.map((one) => one[field]));
      const slowest = Math.max(...all.map(({ seconds }) => seconds));
      const line = {
        ...{
          seconds: rounded(of('seconds')),
          slowest: rounded(slowest),
          rowsPerSecond: Math.round(rows / of('seconds')),
        },
        ...{ rowsPerStep: Math.round(of('rowsPerLook')), copySeconds: rounded(of('copySeconds')) },
        ...{ readSeconds: rounded(of('readSeconds')), timesCopy: rounded(of('seconds') / of('copySeconds'), 1) },
        timesRead: rounded(of('seconds') / of('readSeconds'), 1),
        reached: slowest < goalSeconds ? 'yes' : 'NO',
      };
      return [format, line];
    }),
  );
}
