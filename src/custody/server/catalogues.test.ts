/**
 * Files of others, kept beside the repository, fed as an archive keeper feeds them: each is imported, or refused
 * with row and reason; nothing is registered by halves.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  catalogueFiles,
  catalogueFolder,
  csvOf,
  naughtyLines,
  sendCatalogue,
  sharedCatalogues,
  sharedStrings,
  xlsxOf,
} from '../../../test/catalogues.ts';
import { type CustodySite, openCustodySite, openProject } from '../../../test/custody-site.ts';
import { asOwner } from '../../../test/owner.ts';
import type { Who } from '../../../test/people.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { newId } from '#/base/server/ids.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { dbfOf, gbk, readWhole } from '#/base/server/tables-in/testing.ts';
import { schemeAdd } from '#/engagement/rules/api/scopes.ts';
import type { Grammar } from '#/engagement/rules/archival-code/grammar.ts';
import { importList, importLook, importProblems, importStart } from '../rules/api/imports.ts';
import { originalList, originalShow } from '../rules/api/originals.ts';
import type { Mapping } from '../rules/catalogue-import.ts';
import { importHandler } from './imports/job.ts';

let here: CustodySite;
let keeper: Who;

beforeAll(async () => {
  here = await openCustodySite();
  ({ keeper } = here);
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

interface Where {
  projectId: string;
  schemeId: string;
  fonds?: string;
}

const isProblem = (answer: string | Problem): answer is Problem => typeof answer !== 'string';
const look = (attachmentId: string, { projectId }: Where = here) =>
  keeper.client.tryView(importLook, { subject: projectId, input: { attachmentId } });
const start = (attachmentId: string, mapping: Mapping, dry: boolean, { projectId, schemeId, fonds }: Where = here) =>
  keeper.client.tryAct(importStart, {
    subject: projectId,
    input: { attachmentId, schemeId, keeper: keeper.personId, mapping, dry, fonds: fonds ?? null },
  });

/** Of all pages of an import's problems. */
async function problemsOf(importId: string) {
  const all = [];
  let cursor: string | undefined;
  do {
    const input = { limit: 200, ...(cursor !== undefined && { cursor }) };
    const { items, next } = await keeper.client.view(importProblems, { subject: importId, input });
    all.push(...items);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** To its end: run beside the site's own worker, whichever comes first. */
async function imported(attachmentId: string, mapping: Mapping, dry: boolean, where: Where = here) {
  const answer = await start(attachmentId, mapping, dry, where);
  if (!('output' in answer)) throw new Error(JSON.stringify(answer));
  const { importId } = answer.output;
  const objects = await openFolderStore(join(here.site.config.dataDir, 'objects'));
  const context = { jobId: newId(), signal: new AbortController().signal, progress: async () => undefined };
  await importHandler({ db: here.site.db, objects }).run({ importId }, context);
  const { items } = await keeper.client.view(importList, { subject: where.projectId, input: {} });
  const found = items.find(({ id }) => id === importId);
  if (!found) throw new Error('an import that is not in the list');
  const { state, good, known, bad } = found;
  return { state, good, known, bad, importId, problems: bad > 0 ? await problemsOf(importId) : [] };
}
type Imported = Awaited<ReturnType<typeof imported>>;

/** Each row that is counted as refused is told, in both languages, with a next step. */
function expectTold({ bad, problems }: Imported, file: string): void {
  expect(new Set(problems.map(({ row }) => row)).size, file).toBe(bad);
  for (const one of problems) {
    expect(one.row, file).toBeGreaterThan(0);
    for (const words of [one.zh, one.en, one.nextZh, one.nextEn]) {
      expect(words, file).not.toBe('');
      expect(words, file).not.toMatch(/undefined|\[object|\{\w+\}(?!」|”)/);
    }
  }
}

async function registered(projectId: string): Promise<{ code: string; title: string | null; id: string }[]> {
  const all = [];
  let cursor: string | undefined;
  do {
    const input = { limit: 200, ...(cursor !== undefined && { cursor }) };
    const { items, next } = await keeper.client.view(originalList, { subject: projectId, input });
    all.push(...items);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return all.map(({ code, title, id }) => ({ code, title, id }));
}

const read = (file: string): Buffer => readFileSync(join(catalogueFolder, file));
async function sent(fileName: string, bytes: Buffer): Promise<string> {
  const id = await sendCatalogue(keeper, fileName, bytes);
  if (isProblem(id)) throw new Error(`${fileName}: ${id.code}`);
  return id;
}

/** What is no table by its bytes; everything else is one, to the last file. */
const noTable = /\.(json|fpt|dbt|sqlite3|CDX|FPT|DCT|DCX)$/;
/** Headings that suggest a column for the code, though none of these holds codes of this project. */
const suggestsCode = /^(admin-divisions\/\w+\.csv|dbf\/(dbase_83(_missing_memo)?\.dbf|foxprodb\/FOXPRO-DB-TEST\.DBC))$/;

/** Rows of data where something other than our reader counted them. */
function countedElsewhere(file: string): number | null {
  if (/^admin-divisions\/\w+\.csv$/.test(file)) return read(file).toString().trim().split('\n').length - 1;
  const summary = file.replace('_missing_memo', '').replace(/\.dbf$/, '_summary.txt');
  if (!file.endsWith('.dbf') || !catalogueFiles().includes(summary)) return null;
  return Number(/^Records: (\d+)$/m.exec(read(summary).toString())?.[1]);
}

describe.skipIf(!sharedCatalogues)('every file of the shared catalogues', () => {
  const ids = new Map<string, string>();

  test('6.1-4 is refused as a whole with a reason and a next step, or is imported with each refused row told', async () => {
    const refused: Record<string, number> = {};
    for (const file of catalogueFiles()) {
      const id = await sendCatalogue(keeper, basename(file), read(file));
      expect(isProblem(id), file).toBe(noTable.test(file));
      if (isProblem(id)) {
        expect(id, file).toMatchObject({ code: 'media-type-unsupported', zh: /./, en: /./, nextZh: /./, nextEn: /./ });
        refused[id.code] = (refused[id.code] ?? 0) + 1;
        continue;
      }
      ids.set(file, id);
      const looked = await look(id);
      if (!('output' in looked)) throw new Error(`${file}: ${JSON.stringify(looked)}`);
      const { mapping, remembered } = looked.output;
      expect(remembered, file).toBe(false);
      expect(mapping.code !== undefined, file).toBe(suggestsCode.test(file));
      if (mapping.code !== undefined) continue;
      // 6.1-4: what has no codes is no catalogue of anything.
      const answer = await start(id, mapping, false);
      const problem = 'problem' in answer ? answer.problem : null;
      expect(problem, file).toMatchObject({ code: 'mapping-without-code', zh: '没有指明哪一列是档号' });
      refused['mapping-without-code'] = (refused['mapping-without-code'] ?? 0) + 1;
    }
    expect(refused).toEqual({ 'media-type-unsupported': 15, 'mapping-without-code': 242 });
  }, 300_000);

  test('6.1-4 whose first column is taken for the code is counted to its last row, and each row refused with its reason', async () => {
    for (const [file, id] of ids) {
      const rows = (await readWhole(join(catalogueFolder, file))).rows.length;
      const other = countedElsewhere(file);
      if (other !== null) expect(rows, file).toBe(other);
      const looked = await look(id);
      const mapping = 'output' in looked ? looked.output.mapping : {};
      const code = mapping.code ?? 0;
      for (const dry of file.startsWith('laws/') ? [false] : [true, false]) {
        const done = await imported(id, { code }, dry);
        expect({ state: done.state, good: done.good, known: done.known, bad: done.bad }, file).toEqual({
          ...{ state: 'done', good: 0, known: 0, bad: rows },
        });
        expectTold(done, file);
        expect(
          done.problems.every(({ field }) => field === 'code'),
          file,
        ).toBe(true);
      }
    }
    expect(await registered(here.projectId)).toEqual([]);
  }, 300_000);

  test('6.1-4 with codes put in front of its rows, all that it says of its first column is registered, byte for byte', async () => {
    const titles = new Map<string, string | null>();
    const tables = [...ids.keys()].filter((file) => /^(easyexcel|dbf)\//.test(file) && !file.endsWith('.txt'));
    for (const [at, file] of tables.entries()) {
      const table = await readWhole(join(catalogueFolder, file));
      const headings = table.columns?.map(({ name, letter }) => name || letter) ?? [];
      const rows = table.rows.map(({ cells }, row) => [`A002-RS·T${at}-${String(row + 1).padStart(3, '0')}`, ...cells]);
      const id = await sent(`${at}.xlsx`, await xlsxOf([['档号', ...headings], ...rows]));
      const done = await imported(id, { code: 0, title: 1 }, false);
      expect({ ...done, importId: null }, file).toEqual({
        ...{ state: 'done', good: rows.length, known: 0, bad: 0, importId: null, problems: [] },
      });
      for (const [code = '', title = ''] of rows) titles.set(code, title === '' ? null : title);
    }
    const all = await registered(here.projectId);
    expect(new Map(all.map(({ code, title }) => [code, title]))).toEqual(titles);
    expect(titles.size).toBeGreaterThan(300);
  }, 300_000);

  test('6.1-4 cities are imported as volumes and their districts as items, with their names; fed again nothing is new', async () => {
    const schemeId = (await here.lead.client.act(schemeAdd, { input: { name: '区划', grammar: divisions } })).schemeId;
    const projectId = await openProject(here.lead, schemeId, '行政区划', '11', '65');
    const where = { projectId, schemeId, fonds: 'A002' };
    const named = (file: string) =>
      [
        ...read(`admin-divisions/${file}`)
          .toString()
          .matchAll(/^(\d+),"([^"]*)"/gm),
      ].map(([, code = '', title = '']) => [code, title] as const);
    for (const file of ['provinces.csv', 'cities.csv', 'areas.csv']) {
      const id = await sent(file, read(`admin-divisions/${file}`));
      const rows = named(file).length;
      const counts = {
        state: 'done',
        known: 0,
        ...(file === 'provinces.csv' ? { good: 0, bad: 31 } : { good: rows, bad: 0 }),
      };
      const dry = await imported(id, { code: 0, title: 1 }, true, where);
      expect(dry, file).toMatchObject(counts);
      const done = await imported(id, { code: 0, title: 1 }, false, where);
      expect(done, file).toMatchObject(counts);
      expectTold(done, file);
    }
    const again = await imported(
      await sent('areas.csv', read('admin-divisions/areas.csv')),
      { code: 0, title: 1 },
      false,
      where,
    );
    expect(again).toMatchObject({ good: 0, known: 2_978, bad: 0 });
    const all = await registered(projectId);
    const expected = new Map([...named('cities.csv'), ...named('areas.csv')]);
    expect(new Map(all.map(({ code, title }) => [code, title]))).toEqual(expected);
  }, 300_000);
});

/** 110101: province, city, district. */
const divisions: Grammar = {
  segments: [
    { name: 'class', form: { type: 'letters', set: 'digit', min: 2, max: 2, except: [] }, before: '', optional: false },
    { name: 'volume', form: { type: 'number', min: 2, max: 2, padded: true, zero: true }, before: '', optional: true },
    {
      ...{
        name: 'item',
        form: { type: 'number', min: 2, max: 2, padded: true, zero: true },
        before: '',
        optional: true,
      },
      needs: 'volume',
    },
  ],
  orders: [],
};

const head = ['档号', '题名', '责任者', '页数', '备注'];
const byHead: Mapping = { code: 0, title: 1, author: 2, pages: 3, remark: 4 };
const hex = (text: string): string => `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

describe('a character that XML 1.0 cannot hold', () => {
  const outside = ['\0', '\u0001', '\u0008', '\u000b', '\u000c', '\u001f', '\ufffe', '\uffff'];
  /** CSV is UTF-8, which cannot hold half of a pair. */
  const halves = ['\ud83d', '\udc00'];
  const columns = [
    ...(['code', 'title', 'author', 'pages', 'remark'] as const).map((field, column) => ({ field, column })),
  ];

  test.each(['csv', 'xlsx'] as const)(
    '6.1-4 is refused with row, column and code point, in any column: %s',
    async (kind) => {
      const chars = kind === 'csv' ? outside : [...outside, ...halves];
      const cases = chars.flatMap((char) => columns.map((one) => ({ char, ...one })));
      const rows = cases.map(({ char, column }, index) => {
        const row = [
          `A002-RS·${kind === 'csv' ? 'C' : 'K'}-${String(index + 1).padStart(3, '0')}`,
          '题名',
          '某局',
          '3',
          '无',
        ];
        // Behind forty letters, where a quotation of it is cut.
        row[column] = `${row[column]}${column === 0 ? '' : `${'档'.repeat(39 - (row[column]?.length ?? 0))}😀`}${char}`;
        return row;
      });
      const bytes = await (kind === 'csv' ? csvOf : xlsxOf)([head, ...rows]);
      const id = await sent(`目录.${kind}`, bytes);
      for (const dry of [true, false]) {
        const done = await imported(id, byHead, dry);
        expect(done).toMatchObject({ state: 'done', good: 0, known: 0, bad: cases.length });
        expectTold(done, kind);
        for (const [index, { char, field, column }] of cases.entries()) {
          const told = done.problems.find((one) => one.row === index + 2 && /U\+/.test(one.zh));
          const [row, letter] = [index + 2, 'ABCDE'[column]];
          expect(told?.field).toBe(field);
          expect(told?.zh).toContain(`第 ${row} 行 ${letter} 列“${head[column]}”：含有不能保存的字符 ${hex(char)}`);
          expect(told?.en).toContain(
            `row ${row}, column ${letter} “${head[column]}”: holds the character ${hex(char)}`,
          );
        }
      }
      expect((await registered(here.projectId)).filter(({ code }) => /·[CK]-/.test(code))).toEqual([]);
    },
    120_000,
  );

  test('6.1-4 in a heading refuses the file, with row, column and code point', async () => {
    const id = await sent(
      '目录.csv',
      await csvOf([
        ['档号', '题\u0001名'],
        ['A002-RS·E-001', '一'],
      ]),
    );
    const looked = await look(id);
    expect('problem' in looked && looked.problem).toMatchObject({
      ...{ code: 'table-char', zh: expect.stringMatching(/第 1 行 B 列.*U\+0001/) },
    });
  });
});

test('6.1-4 lists of older systems, CSV and DBF in GBK, are registered with the titles they bear', async () => {
  const titles = ['关于干部任免的请示', '郑州市档案局通知'];
  const rows = (part: string): string[][] => titles.map((title, at) => [`A002-RS·${part}-00${at + 1}`, title]);
  const lines = [['档号', '题名'], ...rows('G')].map((cells) => cells.join(','));
  const fields = [
    { name: gbk('档号'), type: 'C', length: 20 },
    { name: gbk('题名'), type: 'C', length: 30 },
  ];
  const filled = (text: string, length: number): Buffer =>
    Buffer.concat([gbk(text), Buffer.alloc(length, ' ')]).subarray(0, length);
  const records = rows('H').map(([code = '', title = '']) =>
    Buffer.concat([Buffer.from(' '), filled(code, 20), filled(title, 30)]),
  );
  for (const [fileName, bytes] of [
    ['目录.csv', gbk(lines.join('\r\n'))],
    ['目录.dbf', dbfOf({ language: 0x4d, fields, records })],
  ] as const) {
    const id = await sent(fileName, bytes);
    const looked = await look(id);
    expect('output' in looked && looked.output.mapping, fileName).toEqual({ code: 0, title: 1 });
    expect(await imported(id, { code: 0, title: 1 }, false), fileName).toMatchObject({ good: 2, bad: 0 });
  }
  const all = (await registered(here.projectId)).filter(({ code }) => /·[GH]-/.test(code));
  expect(all.map(({ code, title }) => [code, title])).toEqual([...rows('G'), ...rows('H')]);
});

describe.skipIf(!sharedStrings)('the Big List of Naughty Strings as titles', () => {
  /** Line of the list, and the character. */
  const refused = [
    [116, 'U+0001'],
    [131, 'U+000B'],
    [141, 'U+FFFE'],
    [718, 'U+001B'],
    [719, 'U+001B'],
    [720, 'U+0008'],
  ] as const;

  test.each(['csv', 'xlsx'] as const)(
    '6.1-4 come back byte for byte from %s; six lines that XML cannot hold are refused',
    async (kind) => {
      const lines = naughtyLines();
      expect(lines.length).toBe(666);
      const part = kind === 'csv' ? 'N' : 'M';
      const codeOf = (number: number): string => `A002-RS·${part}-${String(number).padStart(3, '0')}`;
      const rows = lines.map(({ number, text }) => [codeOf(number), text, '某局', '3', '无']);
      const id = await sent(`目录.${kind}`, await (kind === 'csv' ? csvOf : xlsxOf)([head, ...rows]));
      const looked = await look(id);
      expect('output' in looked && looked.output.mapping).toEqual(byHead);
      const done = await imported(id, byHead, false);
      expect(done).toMatchObject({ state: 'done', good: 660, known: 0, bad: 6 });
      expect(done.problems.map(({ text, field, zh }) => [text, field, /U\+[0-9A-F]+/.exec(zh)?.[0]])).toEqual(
        refused.map(([number, codePoint]) => [codeOf(number), 'title', codePoint]),
      );
      const kept = lines.filter(({ number }) => !refused.some(([line]) => line === number));
      const all = (await registered(here.projectId)).filter(({ code }) => code.startsWith(`A002-RS·${part}-`));
      const bytes = (text: string | null | undefined): string => Buffer.from(text ?? '').toString('hex');
      const expected = new Map(kept.map(({ number, text }) => [codeOf(number), bytes(text)]));
      expect(new Map(all.map(({ code, title }) => [code, bytes(title)]))).toEqual(expected);
      for (const { id: subject, title } of all)
        expect((await keeper.client.view(originalShow, { subject })).title).toBe(title);
      const stored = await asOwner(
        here.site,
        `select code, encode(convert_to(title, 'UTF8'), 'hex') as title from original where code like 'A002-RS·${part}-%'`,
      );
      expect(new Map(stored.map(({ code, title }) => [code, title]))).toEqual(expected);
    },
    120_000,
  );
});
